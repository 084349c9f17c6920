import {
  defineWorkflow,
  type JobContext,
  JobFailure,
  type JsonObject,
  type WorkflowDefinition,
} from '@callboard/site-kit';
import { type ObjectAccess, openObject } from '../../object-bytes/open-object';
import { inputObjectOf } from '../input-object';
import { VerifiedBytes } from '../../object-bytes/verified-bytes';
import { plainBytes } from './plain-bytes';
import { SequenceCounter } from './sequence-counter';
import type { SequenceSummary } from './sequence-summary';

const PROGRESS_EVERY_BYTES = 4 * 1024 * 1024;

/**
 * `sequence-summary-1.0.0`: counts what is in a FASTA or FASTQ object, plain or gzipped, verifies its size and
 * checksums on the way, registers the report as an object and settles with the numbers and that object's id.
 */
export function sequenceSummary(
  access: ObjectAccess,
  limits: Pick<WorkflowDefinition, 'concurrency' | 'leaseMs'>,
): WorkflowDefinition {
  return defineWorkflow({
    id: 'sequence-summary-1.0.0',
    ...limits,
    run: (context) => summarise(context, access),
  });
}

async function summarise(context: JobContext, access: ObjectAccess): Promise<JsonObject> {
  const object = await context.objects.get(inputObjectOf(context));
  const bytes = new VerifiedBytes(object, await openObject(object, context.objects, access, context.signal));
  const summary = await count(bytes, context, access.maxRatio);
  const report = { object_id: object.id, ...summary };
  const output = await context.objects.store({
    name: 'sequence-summary.json',
    mimeType: 'application/json',
    bytes: Buffer.from(`${JSON.stringify(report, null, 2)}\n`),
    description: `Summary of the sequences in ${object.id}`,
  });
  return { ...summary, output_object_id: output.id };
}

/** A wrong checksum explains a file that cannot be read, so it is told first. */
async function count(bytes: VerifiedBytes, context: JobContext, maxRatio: number): Promise<SequenceSummary> {
  const counter = new SequenceCounter();
  let told = 0;
  try {
    context.progress({ progress: { phase: 'reading', fraction: 0 } });
    for await (const piece of plainBytes(bytes.read(), maxRatio)) {
      context.signal.throwIfAborted();
      counter.take(piece);
      if (bytes.receivedBytes - told < PROGRESS_EVERY_BYTES) continue;
      told = bytes.receivedBytes;
      context.progress({ progress: progressOf(bytes, counter) });
    }
    const summary = counter.finish();
    await bytes.verify();
    context.progress({ progress: { ...progressOf(bytes, counter), phase: 'verified' } });
    return summary;
  } catch (thrown) {
    if (thrown instanceof JobFailure && thrown.code === 'damaged-file') await bytes.verify();
    throw thrown;
  } finally {
    await bytes.close();
  }
}

function progressOf(bytes: VerifiedBytes, counter: SequenceCounter): JsonObject {
  return {
    phase: 'reading',
    fraction: Number(bytes.fraction.toFixed(3)),
    sequences: counter.countedSequences,
    bases: counter.countedBases,
  };
}
