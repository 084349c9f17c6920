import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { retentionSettings } from './retention';

const PAGE = join(__dirname, '../../../docs/operations/retention.md');

/** Rows of the page's table: setting, default, least. */
function documented(): { name: string; byDefault: string; least: number }[] {
  const rows = readFileSync(PAGE, 'utf8').matchAll(/^\| `(RETAIN_\w+)` *\| `(\w+)` *\| (\d+) *\|/gm);
  return [...rows].map(([, name = '', byDefault = '', least]) => ({ name, byDefault, least: Number(least) }));
}

describe('docs/operations/retention.md', () => {
  it('names every setting, with its default and the least it takes', () => {
    const page = documented();
    expect(page.map(({ name }) => name)).toEqual(Object.keys(retentionSettings.shape));
    const defaults = retentionSettings.parse({}) as Record<string, unknown>;
    for (const { name, byDefault, least } of page) {
      expect(`${name} ${String(defaults[name])}`).toBe(`${name} ${byDefault}`);
      expect(retentionSettings.safeParse({ [name]: String(least) }).success).toBe(true);
      expect(retentionSettings.safeParse({ [name]: String(least - 1) }).success).toBe(false);
    }
  });
});
