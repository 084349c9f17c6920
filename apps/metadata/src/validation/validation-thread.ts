import { parentPort, workerData } from 'node:worker_threads';
import { DomainError, messageOf } from '@callboard/kernel';
import { PlaceInBatch } from './place-in-batch';
import { SchemaValidator } from './schema-validator';
import { changeDocuments, readSheet } from './sheet-tasks';
import { type ThreadAnswer, type ThreadTask, UNKNOWN_SCHEMA } from './thread-messages';

/** Compiled schemas that are kept: the active one, the one before it, and one that is being tried. */
const MOST_KEPT = 3;

const placeInBatch = new PlaceInBatch(workerData as SharedArrayBuffer);
const validators = new Map<string, SchemaValidator>();

parentPort?.on('message', (task: ThreadTask) => parentPort?.postMessage(answerTo(task)));

function answerTo(task: ThreadTask): ThreadAnswer {
  try {
    return { ok: true, value: carryOut(task) };
  } catch (thrown) {
    const { code, details } =
      thrown instanceof DomainError ? thrown : { code: 'internal', details: undefined };
    return { ok: false, code, message: messageOf(thrown), details };
  }
}

function carryOut(task: ThreadTask): unknown {
  switch (task.kind) {
    case 'compile': {
      const validator = new SchemaValidator(task.schema);
      validator.compileAll();
      return validator.schema;
    }
    case 'load':
      keep(task.digest, new SchemaValidator(task.schema));
      return undefined;
    case 'check':
      return (
        validators.get(task.digest)?.check(task.documents, (at) => placeInBatch.set(at)) ?? UNKNOWN_SCHEMA
      );
    case 'read-sheet':
      return readSheet(task.bytes, task.format);
    case 'change-documents': {
      const validator = validators.get(task.digest);
      return validator ? changeDocuments(validator, task.documents, task.tellBytes) : UNKNOWN_SCHEMA;
    }
  }
}

function keep(digest: string, validator: SchemaValidator): void {
  validators.set(digest, validator);
  const [oldest] = validators.keys();
  if (validators.size > MOST_KEPT && oldest !== undefined) validators.delete(oldest);
}
