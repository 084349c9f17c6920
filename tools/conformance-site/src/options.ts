import { parseArgs } from 'node:util';
import { SCENARIOS } from './scenarios';
import type { Scenario } from './scenarios/scenario';
import type { Rules } from './stage';

export interface Options {
  readonly rules: Rules;
  readonly scenarios: readonly Scenario[];
  /** Of the worker; without it any worker may come. */
  readonly command: readonly string[] | undefined;
  /** How long the first call of a worker is waited for, in ms. */
  readonly comesWithinMs: number;
  readonly host: string;
  readonly port: number;
  /** Where the rows go as JSON. */
  readonly json: string | undefined;
}

/** Wrong arguments. */
export class UsageError extends Error {}

const TEXT = { type: 'string' } as const;
const USAGE = 'npm run conformance:site -- --workflow ID -- COMMAND ARGS...';

/** @throws UsageError */
export function readOptions(args: readonly string[]): Options {
  const values = parsed(args);
  if (!values.workflow) throw new UsageError(`name the workflow that the worker takes jobs of: ${USAGE}`);
  return {
    rules: {
      workflow: values.workflow,
      patienceMs: 1000 * number('patience', values.patience, 1, 3600),
      leaseMs: 1000 * number('lease', values.lease, 0.5, 600),
      config: object('config', values.config),
      longConfig: object('long-config', values['long-config']),
    },
    scenarios: chosen(values.only),
    command: values.command.length > 0 ? values.command : undefined,
    comesWithinMs: 1000 * number('wait', values.wait, 1, 86_400),
    host: values.host,
    port: number('port', values.port, 0, 65_535),
    json: values.json,
  };
}

function parsed(args: readonly string[]) {
  const end = args.indexOf('--');
  const own = end < 0 ? args : args.slice(0, end);
  const command = end < 0 ? [] : args.slice(end + 1);
  try {
    const { values } = parseArgs({
      args: [...own],
      options: {
        workflow: TEXT,
        only: TEXT,
        config: { ...TEXT, default: '{}' },
        'long-config': { ...TEXT, default: '{}' },
        patience: { ...TEXT, default: '30' },
        lease: { ...TEXT, default: '2' },
        wait: { ...TEXT, default: '600' },
        host: { ...TEXT, default: '127.0.0.1' },
        port: { ...TEXT, default: '0' },
        json: TEXT,
      },
    });
    return { ...values, command };
  } catch (thrown) {
    throw new UsageError(`${thrown instanceof Error ? thrown.message : String(thrown)}; use it as ${USAGE}`);
  }
}

function number(name: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (text.trim() !== '' && value >= least && value <= most) return value;
  throw new UsageError(`--${name} takes a number from ${least} to ${most}, not "${text}"`);
}

function object(name: string, text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return value as Record<string, unknown>;
  } catch {
    // Told below, as any other text that is no object.
  }
  throw new UsageError(`--${name} takes a JSON object such as {"name": "Ada"}, not ${text.slice(0, 100)}`);
}

function chosen(only: string | undefined): readonly Scenario[] {
  if (only === undefined) return SCENARIOS;
  const asked = only.split(',').map((name) => name.trim());
  const unknown = asked.filter((name) => !SCENARIOS.some((scenario) => scenario.name === name));
  if (unknown.length === 0) return SCENARIOS.filter(({ name }) => asked.includes(name));
  const names = SCENARIOS.map(({ name }) => name).join(', ');
  throw new UsageError(`--only knows no ${unknown.join(', ')}; there are ${names}`);
}
