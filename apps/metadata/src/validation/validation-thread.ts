import { parentPort, workerData } from 'node:worker_threads';
import { DomainError, messageOf } from '@callboard/kernel';
import { PlaceInBatch } from './place-in-batch';
import type { ThreadAnswer, ThreadTask } from './thread-messages';
import { SchemaValidator } from './schema-validator';

/** Compiled schemas that are kept: the active one, the one before it, and one that is being tried. */
const MOST_KEPT = 3;

const placeInBatch = new PlaceInBatch(workerData as SharedArrayBuffer);
const validators = new Map<string, SchemaValidator>();

parentPort?.on('message', (task: ThreadTask) => parentPort?.postMessage(answerTo(task)));

function answerTo(task: ThreadTask): ThreadAnswer {
  try {
    return { ok: true, value: carryOut(task) };
  } catch (thrown) {
    const code = thrown instanceof DomainError ? thrown.code : 'internal';
    return { ok: false, code, message: messageOf(thrown) };
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
    case 'check': {
      const validator = validators.get(task.digest);
      return validator === undefined
        ? 'unknown'
        : validator.check(task.documents, (at) => placeInBatch.set(at));
    }
  }
}

function keep(digest: string, validator: SchemaValidator): void {
  validators.set(digest, validator);
  const [oldest] = validators.keys();
  if (validators.size > MOST_KEPT && oldest !== undefined) validators.delete(oldest);
}
