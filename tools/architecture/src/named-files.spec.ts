import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const ROOT = join(__dirname, '../../..');

/** The documents that a reader starts from. */
const DOCUMENTS = [
  'README.md',
  'CONTRIBUTING.md',
  'docs/walk.md',
  'docs/glossary.md',
  'docs/rights.md',
  'examples/README.md',
  ...readdirSync(join(ROOT, 'docs/adr')).map((name) => `docs/adr/${name}`),
];

describe.each(DOCUMENTS)('%s', (document) => {
  const text = readFileSync(join(ROOT, document), 'utf8');

  it('names only files that exist', () => {
    const named = [...text.matchAll(/`((?:apps|libs|tools|docs|examples)\/[\w./-]+\.\w+)`/g)].map(
      ([, file]) => file ?? '',
    );
    expect(named.filter((file) => !existsSync(join(ROOT, file)))).toEqual([]);
  });

  it('links only to files that exist', () => {
    const linked = [...text.matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, file]) => file ?? '');
    expect(linked.filter((file) => !existsSync(join(ROOT, dirname(document), file)))).toEqual([]);
  });
});
