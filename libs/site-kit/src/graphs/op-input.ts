import { DomainError } from '@callboard/kernel';
import type { z } from 'zod';
import { OpOutdated } from '../define-op';
import { JobFailure, type SiteObjects } from '../define-workflow';
import type { RunScope } from './run-scope';
import { type GraphNode, valueOf, wiresOf } from './wire';

/** What an op takes, from what the ops before it gave. @throws OpOutdated when the object that holds it is gone */
export async function inputOf(
  { name, op, source }: GraphNode,
  scope: RunScope,
  objects: SiteObjects,
): Promise<unknown> {
  const values = new Map<string | undefined, unknown>([[undefined, scope.config]]);
  for (const { from } of wiresOf(source))
    if (from !== undefined && !values.has(from)) values.set(from, await given(from, scope, objects));
  const input = valueOf(source, (wire) => values.get(wire.from));
  return op.input === undefined
    ? input
    : parsed(op.input, input, 'invalid-op-input', `the input of op ${name}`);
}

async function given(op: string, { outputs }: RunScope, objects: SiteObjects): Promise<unknown> {
  try {
    return await outputs.valueOf(op, objects);
  } catch (thrown) {
    if (thrown instanceof DomainError && thrown.code === 'not-found')
      throw new OpOutdated(op, `the object that holds it is gone (${thrown.message})`);
    throw thrown;
  }
}

/** A value as a schema wants it. @throws JobFailure that no further attempt can help */
export function parsed<T>(schema: z.ZodType<T>, value: unknown, code: string, what: string): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issues = result.error.issues.map(({ path, message }) => ({ path: path.map(String), message }));
  const first = issues[0];
  const where = first?.path.length ? ` at ${first.path.join('.')}` : '';
  throw new JobFailure(code, `${what} is not what it must be${where}: ${first?.message ?? 'unknown'}`, {
    retriable: false,
    details: { issues: issues.slice(0, 50) },
  });
}
