import {
  chmodSync,
  cpSync,
  mkdirSync,
  readdirSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { isRoot } from './folder-access';
import { packagedFolder, preparePostgresBinaries } from './postgres-binaries';
import { serverAccount } from './postgres-place';
import { temporaryFolder } from './temporary-folder';

jest.setTimeout(60_000);

const folder = temporaryFolder();
const native = join(folder, 'package', 'native');
const account = serverAccount(folder);
const copies: string[] = [];
let packages = 0;

function linksBelow(path: string): string[] {
  const entries = readdirSync(path, { withFileTypes: true });
  return entries.filter((entry) => entry.isSymbolicLink()).map((entry) => join(path, entry.name));
}

/** The package as npm leaves it without install scripts: no links. */
function freshPackage(): void {
  rmSync(dirname(native), { recursive: true, force: true });
  mkdirSync(dirname(native), { recursive: true });
  cpSync(packagedFolder(), native, { recursive: true, verbatimSymlinks: true });
  linksBelow(join(native, 'lib')).forEach((link) => unlinkSync(link));
  packages += 1;
  const version = `0.0.0-test-${process.pid}-${packages}`;
  writeFileSync(join(native, '..', 'package.json'), JSON.stringify({ version }));
}

/** Shuts the account out of root's folder, or ourselves out of making links. */
function closePackage(): void {
  if (isRoot()) chmodSync(dirname(native), 0o700);
  else chmodSync(join(native, 'lib'), 0o555);
}

beforeEach(freshPackage);
afterEach(() => chmodSync(join(native, 'lib'), 0o755));
afterAll(() => {
  for (const path of [folder, ...copies]) rmSync(path, { recursive: true, force: true });
});

it('makes the missing links, also when several processes do so at once', async () => {
  const all = await Promise.all([1, 2, 3].map(() => preparePostgresBinaries(account, undefined, native)));
  expect(new Set(all.map(({ postgres }) => postgres))).toEqual(new Set([join(native, 'bin', 'postgres')]));
  expect(linksBelow(join(native, 'lib')).length).toBeGreaterThan(0);
});

it('uses one whole copy where the programs cannot be run in place, and mends it when files have gone', async () => {
  closePackage();
  const both = await Promise.all([1, 2].map(() => preparePostgresBinaries(account, undefined, native)));
  const copy = dirname(dirname(both[0]?.postgres ?? ''));
  copies.push(copy);
  expect(copy).toMatch(/^\/var\/tmp\/callboard-/);
  expect(both[1]).toEqual(both[0]);
  const drafts = readdirSync(dirname(copy)).filter((name) => name.startsWith(`${basename(copy)}.draft-`));
  expect(drafts).toEqual([]);

  rmSync(join(copy, 'share'), { recursive: true });
  await preparePostgresBinaries(account, undefined, native);
  expect(readdirSync(copy)).toContain('share');
});

it('names the way out when nothing runs here', async () => {
  const program = join(native, 'bin', 'postgres');
  unlinkSync(program);
  symlinkSync('/nonexistent/program', program);
  const attempt = preparePostgresBinaries(account, undefined, native);
  await expect(attempt).rejects.toMatchObject({
    code: 'postgres-binaries-missing',
    message: expect.stringContaining('DATABASE_URL'),
  });
});
