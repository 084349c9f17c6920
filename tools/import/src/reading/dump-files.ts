import { readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';

/** A file of a dump, by the collection that its name tells. */
export interface DumpFile {
  readonly collection: string;
  readonly path: string;
  readonly bytes: number;
}

const NAME = /^(?<collection>.+?)\.(json|jsonl|ndjson)(\.gz)?$/;
/** What mongodump writes beside the documents. */
const ABOUT = /\.metadata\.json(\.gz)?$/;

/**
 * The files of a dump, a folder or one file, and the names of those that are none of it.
 *
 * @throws Error that says what would be right
 */
export function dumpFiles(dump: string): { files: DumpFile[]; others: string[] } {
  const paths = pathsOf(dump);
  const files: DumpFile[] = [];
  const others: string[] = [];
  for (const path of paths) {
    const name = basename(path);
    const collection = ABOUT.test(name) ? undefined : NAME.exec(name)?.groups?.['collection'];
    if (collection === undefined) others.push(name);
    else files.push({ collection, path, bytes: statSync(path).size });
  }
  if (files.length > 0) return { files, others };
  throw new Error(`${dump} holds no <collection>.json, .jsonl or .ndjson, packed (.gz) or not`);
}

function pathsOf(dump: string): string[] {
  const about = statSync(dump, { throwIfNoEntry: false });
  if (about === undefined)
    throw new Error(`there is no ${dump}: name the folder of the dump, or a file of it`);
  if (!about.isDirectory()) return [dump];
  return readdirSync(dump, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(dump, entry.name))
    .sort();
}
