import { FACETS_BYTES, runEventType, TOLD_EVENTS } from '@callboard/contracts';
import type { Run } from './run';
import { afterTold, fittingTold, MAY_FOLLOW, type ToldEvent } from './told-events';

const run: Run = {
  id: 'run-1',
  workflowId: 'test',
  objectId: null,
  jobId: 'job-1',
  operationId: null,
  siteId: null,
  attempt: 0,
  status: 'REQUESTED',
};
const event: ToldEvent = {
  type: 'STARTED',
  at: new Date(0),
  workflowId: undefined,
  producer: 'https://example.org/runner',
  schemaUrl: 'https://example.org/schema',
  facets: null,
  inputs: [],
  outputs: [],
};
const alpha = { operationId: 'op-1', siteId: 'alpha' };
const types = runEventType.options;

describe('an event that is told of a run', () => {
  it('gives the run its status, as far as the table has it', () => {
    for (const from of types) {
      for (const type of types) {
        const tell = () => afterTold({ ...run, status: from }, { ...event, type }, undefined);
        if (MAY_FOLLOW[from].includes(type)) expect(tell()).toEqual({ ...run, status: type });
        else expect(tell).toThrow();
      }
    }
  });

  it.each(['COMPLETE', 'FAIL', 'ABORT'] as const)('is refused with a code of its own after %s', (status) => {
    expect(() => afterTold({ ...run, status }, event, undefined)).toThrow(
      expect.objectContaining({ code: 'run-ended' }),
    );
  });

  it('is no second request of what has begun', () => {
    const again = () => afterTold({ ...run, status: 'STARTED' }, { ...event, type: 'REQUESTED' }, undefined);
    expect(again).toThrow(expect.objectContaining({ code: 'bad-request' }));
  });

  it('begins an attempt under the operation of the site that tells it, also after an end', () => {
    const begun = { ...run, operationId: 'op-1', siteId: 'alpha', attempt: 1, status: 'STARTED' };
    expect(afterTold(run, event, alpha, 'alpha')).toEqual(begun);
    const failed: Run = { ...run, operationId: 'op-0', siteId: 'beta', attempt: 1, status: 'FAIL' };
    expect(afterTold(failed, event, alpha, 'alpha')).toEqual({ ...begun, attempt: 2 });
    const going: Run = { ...run, operationId: 'op-1', siteId: 'alpha', attempt: 1, status: 'STARTED' };
    expect(afterTold(going, { ...event, type: 'COMPLETE' }, alpha, 'alpha')).toEqual({
      ...begun,
      status: 'COMPLETE',
    });
  });

  it('is the end only by the site that carries the run out', () => {
    const going: Run = { ...run, operationId: 'op-1', siteId: 'alpha', attempt: 1, status: 'STARTED' };
    for (const site of [undefined, 'beta']) {
      expect(() => afterTold(going, { ...event, type: 'COMPLETE' }, alpha, site)).toThrow(
        expect.objectContaining({ code: 'forbidden' }),
      );
      expect(afterTold(going, event, alpha, site)).toEqual(going);
    }
  });

  it('is of the workflow of the run', () => {
    expect(afterTold(run, { ...event, workflowId: 'test' }, undefined).status).toBe('STARTED');
    expect(() => afterTold(run, { ...event, workflowId: 'other' }, undefined)).toThrow(
      expect.objectContaining({ code: 'bad-request' }),
    );
  });
});

describe('what is told of a run', () => {
  const fits = (more: Partial<ToldEvent>, size = { events: 0, objects: 0 }) =>
    expect(() => fittingTold('run-1', { ...event, ...more }, size));
  const tooLarge = expect.objectContaining({ code: 'too-large' }) as Error;

  it('has bounds', () => {
    fits({ inputs: ['a'], facets: { a: 1 } }).not.toThrow();
    fits({ facets: { a: 'x'.repeat(FACETS_BYTES) } }).toThrow(tooLarge);
    fits({}, { events: TOLD_EVENTS - 1, objects: 0 }).not.toThrow();
    fits({}, { events: TOLD_EVENTS, objects: 0 }).toThrow(tooLarge);
    fits({ inputs: ['a'] }, { events: 1, objects: 19_999 }).not.toThrow();
    fits({ inputs: ['a'], outputs: ['b'] }, { events: 1, objects: 19_999 }).toThrow(tooLarge);
  });
});
