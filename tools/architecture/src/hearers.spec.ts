import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as contracts from '@callboard/contracts';

const ROOT = join(__dirname, '../../..');

/** Which service hears whose events, by the handlers in its inbound folder. */
function heard(): [heard: string, hearer: string][] {
  return contracts.SERVICES.flatMap((hearer) => {
    const folder = join(ROOT, 'apps', hearer, 'src/inbound');
    const text = readdirSync(folder)
      .filter((name) => name.endsWith('.ts'))
      .map((name) => readFileSync(join(folder, name), 'utf8'))
      .join('\n');
    return [...text.matchAll(/@OnEvent\((\w+)\)/g)].map(([, name]): [string, string] => {
      const event = (contracts as Record<string, unknown>)[name ?? ''] as contracts.EventContract<unknown>;
      return [event.service, hearer];
    });
  });
}

describe('HEARERS', () => {
  it('names every service that hears events of another, as a stream is emptied by it', () => {
    const pairs = Object.entries(contracts.HEARERS).flatMap(([service, hearers]) =>
      hearers.map((hearer) => `${service} → ${hearer}`),
    );
    expect(heard().length).toBeGreaterThan(3);
    expect(new Set(pairs)).toEqual(new Set(heard().map(([service, hearer]) => `${service} → ${hearer}`)));
  });
});
