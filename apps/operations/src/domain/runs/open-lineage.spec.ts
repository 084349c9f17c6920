import { openLineageEvent } from '@callboard/contracts';
import Ajv2020 from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import { openLineageOf } from './open-lineage';
import { RUN_EVENT_RULES } from './open-lineage-schema.builder';
import type { OpAttempt } from './op-attempts';
import type { RunHappening, RunHistory } from './run-history';
import { uuidOf } from '@callboard/kernel';

const ajv = new Ajv2020({ allErrors: true });
addFormats(ajv);
const valid = ajv.compile(RUN_EVENT_RULES);

const at = (second: number): Date => new Date(Date.UTC(2026, 0, 2, 3, 4, second));

const happening = (
  n: number,
  type: RunHappening['type'],
  more: Partial<RunHappening> = {},
): RunHappening => ({
  n,
  type,
  at: at(n * 10),
  operationId: n < 4 ? 'op-1' : 'op-2',
  siteId: n < 4 ? 'alpha' : 'beta',
  inputs: [],
  outputs: [],
  error: null,
  told: null,
  ...more,
});

const op = (name: string, state: OpAttempt['state'], more: Partial<OpAttempt> = {}): OpAttempt => ({
  op: name,
  attempt: 1,
  operationId: 'op-1',
  state,
  startedAt: at(21),
  endedAt: state === 'running' ? null : at(25),
  inputs: [],
  outputs: [],
  output: undefined,
  error: null,
  ...more,
});

/** Asked for, failed at its second op, and completed by a second attempt at another site. */
const run: RunHistory = {
  id: 'nmdc:sys0d3f7h2m9qx4w61',
  workflowId: 'metadata-in-1.0.0',
  events: [
    happening(1, 'REQUESTED', { operationId: null, siteId: null }),
    happening(2, 'STARTED', { inputs: ['o-1'] }),
    happening(3, 'FAIL', { error: { code: 'no-space', message: 'full' } }),
    happening(4, 'STARTED', { inputs: ['o-1'] }),
    happening(5, 'COMPLETE', { outputs: ['/operations/op-2', 'o-3'] }),
  ],
  ops: [
    op('read', 'succeeded', { inputs: ['o-1', 'o-2'] }),
    op('write', 'failed', { error: { code: 'no-space', message: 'full' } }),
    op('tidy', 'skipped'),
    op('write', 'succeeded', {
      attempt: 2,
      operationId: 'op-2',
      startedAt: at(41),
      endedAt: at(45),
      outputs: ['o-3'],
    }),
  ],
};

const told = (events: ReturnType<typeof openLineageOf>) =>
  events.map(({ eventType, job }) => `${job.namespace} ${job.name} ${eventType}`);

describe('a run in the words of OpenLineage', () => {
  const events = openLineageOf(run);

  it('is valid, event by event', () => {
    for (const event of events) {
      valid(event);
      expect(valid.errors ?? []).toEqual([]);
      expect(openLineageEvent.safeParse(event).error).toBeUndefined();
    }
  });

  it('would be found invalid', () => {
    const [event] = events;
    for (const wrong of [
      { ...event, eventTime: 'yesterday' },
      { ...event, run: { runId: run.id } },
      { ...event, producer: 'nobody in particular' },
      { ...event, job: { name: 'x' } },
      {
        ...event,
        run: { runId: uuidOf('x'), facets: { parent: { _producer: 'urn:x', _schemaURL: 'urn:x' } } },
      },
    ])
      expect(valid(wrong)).toBe(false);
  });

  it('begins and ends each attempt once, with its ops in between; what never began is not told', () => {
    expect(told(events)).toEqual([
      'alpha metadata-in-1.0.0 START',
      'alpha metadata-in-1.0.0.read START',
      'alpha metadata-in-1.0.0.read COMPLETE',
      'alpha metadata-in-1.0.0.write START',
      'alpha metadata-in-1.0.0.write FAIL',
      'alpha metadata-in-1.0.0 FAIL',
      'beta metadata-in-1.0.0 START',
      'beta metadata-in-1.0.0.write START',
      'beta metadata-in-1.0.0.write COMPLETE',
      'beta metadata-in-1.0.0 COMPLETE',
    ]);
    const perRun = new Map<string, string[]>();
    for (const {
      run: { runId },
      eventType,
    } of events)
      perRun.set(runId, [...(perRun.get(runId) ?? []), eventType]);
    expect(perRun.size).toBe(5);
    for (const types of perRun.values()) {
      expect(types).toHaveLength(2);
      expect(types[0]).toBe('START');
    }
  });

  it('names parents, errors, and datasets once each', () => {
    const [start, , read, , failedOp, failed, , , , completed] = events;
    expect(read?.run.facets['parent']).toMatchObject({
      run: { runId: start?.run.runId },
      job: { namespace: 'alpha', name: run.workflowId },
    });
    for (const event of [failedOp, failed])
      expect(event?.run.facets['errorMessage']).toMatchObject({ message: 'no-space: full' });
    expect(failed?.inputs.map(({ name }) => name)).toEqual(['o-1', 'o-2']);
    expect(completed?.outputs).toEqual([{ namespace: 'callboard', name: 'o-3' }]);
    expect(completed?.run.facets['errorMessage']).toBeUndefined();
    expect(completed?.run.facets['callboard_run']).toMatchObject({ run_id: run.id, attempt: 2 });
  });

  it('is the same each time', () => {
    expect(openLineageOf(run)).toEqual(events);
  });

  it('is nothing while it is only asked for, and open while it is under way', () => {
    expect(openLineageOf({ ...run, events: run.events.slice(0, 1), ops: [] })).toEqual([]);
    const underWay = { ...run, events: run.events.slice(0, 2), ops: [op('read', 'running')] };
    expect(told(openLineageOf(underWay))).toEqual([
      'alpha metadata-in-1.0.0 START',
      'alpha metadata-in-1.0.0.read START',
    ]);
  });

  it('tells ops that were taken back as aborted', () => {
    const ops = [op('read', 'failed', { error: { code: 'operation-released', message: 'ended' } })];
    const events = [...run.events.slice(0, 2), happening(3, 'ABORT')];
    expect(told(openLineageOf({ ...run, events, ops })).slice(2)).toEqual([
      'alpha metadata-in-1.0.0.read ABORT',
      'alpha metadata-in-1.0.0 ABORT',
    ]);
  });
});
