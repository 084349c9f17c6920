'use strict';

const { readdirSync, readFileSync } = require('node:fs');
const { join } = require('node:path');
const prettier = require('prettier');
const { listed, listingsOf } = require('./listings.cjs');
const { namesOf } = require('./names.cjs');

const TEMPLATES = join(__dirname, 'templates');
const ENDING = '.template';

/**
 * The generator `service`: writes a service that passes its tests, and lists it wherever services are listed.
 * Nx writes nothing to the disk before this has come to its end, so a refusal leaves everything as it was.
 *
 * @param {import('nx/src/generators/tree').Tree} tree the repository
 * @param {{ name: string, thing?: string }} options see schema.json
 * @returns {Promise<() => void>} what is to be said once the files are there
 * @throws {Error} for a name that is taken or unfit
 */
async function generateService(tree, options) {
  const names = namesOf(options);
  refuseTaken(tree, names);
  const { things } = names;
  writeTemplates(tree, names, 'app', `apps/${things}`);
  writeTemplates(tree, names, 'contract', 'libs/contracts/src/requests');
  for (const listing of listingsOf(names))
    tree.write(listing.file, listed(tree.read(listing.file, 'utf8'), listing));
  await format(tree);
  return () => process.stdout.write(nextSteps(things));
}

function refuseTaken(tree, { thing, Thing, things, Things }) {
  const taken = [`apps/${things}`, `libs/${things}`, `libs/contracts/src/requests/${things}.ts`];
  const path = taken.find((each) => tree.exists(each));
  if (path) throw new Error(`${path} is there already: choose another name for the service`);
  const exported = tree.read('libs/contracts/src/index.ts', 'utf8').match(/\w+/g);
  const word = [thing, Thing, `list${Things}`, `create${Thing}`].find((each) => exported.includes(each));
  if (word)
    throw new Error(
      `libs/contracts exports a ${word} already: choose another name for the service, or another --thing`,
    );
}

function writeTemplates(tree, names, from, to) {
  const filled = (text) => text.replace(/__([A-Za-z]+)__/g, (_all, name) => names[name]);
  for (const entry of readdirSync(join(TEMPLATES, from), { recursive: true, withFileTypes: true })) {
    if (!entry.name.endsWith(ENDING)) continue;
    const source = join(entry.parentPath ?? entry.path, entry.name);
    const target = filled(source.slice(join(TEMPLATES, from).length, -ENDING.length));
    tree.write(join(to, target), filled(readFileSync(source, 'utf8')));
  }
}

/** Names are of any length, so where lines break is not known before. */
async function format(tree) {
  const style = JSON.parse(tree.read('.prettierrc.json', 'utf8'));
  for (const { path, content } of tree.listChanges()) {
    if (!/\.(ts|md|json|yml)$/.test(path)) continue;
    tree.write(path, await prettier.format(content.toString(), { ...style, filepath: path }));
  }
}

const nextSteps = (things) => `
The service ${things} is there. npx nx test ${things} tests it, npm start runs it; npm run generate publishes its requests,
and what was published stays as it is within its version.
Yours to say: what it keeps (apps/${things}/README.md, README.md, docs/glossary.md), its requests
(libs/contracts/src/requests/${things}.ts), and its routes, which CONTRIBUTING.md tells how to add.
`;

module.exports = generateService;
