import { execFileSync } from 'node:child_process';
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import * as client from '@callboard/client';

/** The client, and what it is built on: their code goes into the package, so that zod is all that it depends on. */
const BUNDLED = ['client', 'contracts', 'kernel'];
const TEST_CODE = '**/*{spec,builder,conformance,fake}.ts';

/** Fills an empty folder with the package of the client, ready for `npm pack`. */
export function fillPackageFolder(root: string, folder: string): void {
  writeCode(root, join(folder, 'cjs'));
  writeTypes(root, join(folder, 'types'));
  writeFileSync(join(folder, 'index.mjs'), moduleText('./cjs/libs/client/src/index.js', Object.keys(client)));
  for (const name of ['package.json', 'README.md'])
    cpSync(join(root, 'libs/client', name), join(folder, name));
  cpSync(join(root, 'LICENSE'), join(folder, 'LICENSE'));
}

function writeCode(root: string, folder: string): void {
  const sources = BUNDLED.map((library) => `libs/${library}/src`);
  const settings = ['--config-file', '.swcrc', '--source-maps', 'false', '--ignore', TEST_CODE];
  run(root, '@swc/cli/bin/swc.js', [...sources, '-d', folder, ...settings]);
}

/** Types of all that the index of the client reaches, with the libraries found by their place. */
function writeTypes(root: string, folder: string): void {
  const settings = join(folder, '..', 'tsconfig.json');
  const compilerOptions = {
    noEmit: false,
    declaration: true,
    emitDeclarationOnly: true,
    rootDir: root,
    baseUrl: root,
    outDir: folder,
    typeRoots: [join(root, 'node_modules/@types')],
    types: ['node'],
  };
  const files = [join(root, 'libs/client/src/index.ts')];
  const project = { extends: join(root, 'tsconfig.base.json'), files, compilerOptions };
  writeFileSync(settings, JSON.stringify(project));
  run(root, 'typescript/bin/tsc', ['-p', settings]);
  rmSync(settings);
  for (const file of filesIn(folder)) {
    const text = readFileSync(file, 'utf8');
    writeFileSync(
      file,
      text.replace(/(["'])@callboard\/([a-z-]+)\1/g, (_, quote, library) => {
        const place = relative(dirname(file), join(folder, 'libs', String(library), 'src/index'));
        return `${quote}${place.split(sep).join('/')}${quote}`;
      }),
    );
  }
}

/** Named imports from an ES module find only names that are written out. */
function moduleText(code: string, names: string[]): string {
  return `import client from '${code}';\nexport const { ${names.sort().join(', ')} } = client;\n`;
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

function run(root: string, program: string, args: string[]): void {
  execFileSync(process.execPath, [join(root, 'node_modules', program), ...args], {
    cwd: root,
    stdio: 'pipe',
  });
}
