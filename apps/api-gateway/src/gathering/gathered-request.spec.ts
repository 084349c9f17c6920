import {
  accepted,
  batchReply,
  type Caller,
  defineRequest,
  type ItemReply,
  refused,
} from '@callboard/contracts';
import { DomainError } from '@callboard/kernel';
import { currentTraceparent, newTraceparent, type RequestClient, runInTrace } from '@callboard/messaging';
import { z } from 'zod';
import { GatheredRequest } from './gathered-request';

const echo = defineRequest('jobs', 'echo', {
  input: z.object({ items: z.array(z.string()) }),
  output: batchReply(z.string()),
});

interface Sent {
  items: string[];
  caller: Caller | undefined;
  traceparent: string | undefined;
}

/** A service that answers each batch with what `answer` says. */
function serviceThat(answer: (items: string[]) => ItemReply<string>[]) {
  const sent: Sent[] = [];
  const request = async (_: unknown, input: { items: string[] }, options: { caller?: Caller }) => {
    sent.push({ items: input.items, caller: options.caller, traceparent: currentTraceparent() });
    await new Promise(setImmediate);
    return { items: answer(input.items) };
  };
  const gathered = new GatheredRequest({ request } as unknown as RequestClient, echo, (items: string[]) => ({
    items,
  }));
  return { sent, gathered };
}

const site = (clientId: string): Caller => ({ kind: 'site', siteId: 'NERSC', clientId });
const inUpperCase = (items: string[]) => items.map((item) => accepted(item.toUpperCase()));
const codeOf = (error: unknown) => (error instanceof DomainError ? error.code : String(error));

describe('GatheredRequest', () => {
  it('asks once for what one caller asks at the same time, in the trace of the first', async () => {
    const { sent, gathered } = serviceThat(inUpperCase);
    const traces = [newTraceparent(), newTraceparent()];
    const answers = traces.map((trace, n) => runInTrace(trace, () => gathered.ask(`item ${n}`, site('c1'))));
    expect(await Promise.all(answers)).toEqual(['ITEM 0', 'ITEM 1']);
    expect(sent).toEqual([{ items: ['item 0', 'item 1'], caller: site('c1'), traceparent: traces[0] }]);
  });

  it('never mixes what different callers ask', async () => {
    const { sent, gathered } = serviceThat(inUpperCase);
    await Promise.all([gathered.ask('one', site('c1')), gathered.ask('other', site('c2'))]);
    expect(sent.map(({ items, caller }) => [items, caller])).toEqual([
      [['one'], site('c1')],
      [['other'], site('c2')],
    ]);
  });

  it('refuses an item by itself', async () => {
    const { gathered } = serviceThat((items) =>
      items.map((item) => (item === 'odd' ? refused('not-found', 'none') : accepted(item))),
    );
    const answers = await Promise.all(
      ['good', 'odd'].map((item) => gathered.ask(item, site('c1')).catch(codeOf)),
    );
    expect(answers).toEqual(['good', 'not-found']);
  });

  it('asks item by item where the request as such was refused, but not where the service was away', async () => {
    for (const [code, requests] of [
      ['invalid-input', 3],
      ['unavailable', 1],
      ['overloaded', 1],
    ] as const) {
      const { sent, gathered } = serviceThat((items) => {
        if (items.includes('odd')) throw new DomainError(code, 'no');
        return inUpperCase(items);
      });
      const answers = await Promise.all(
        ['good', 'odd'].map((item) => gathered.ask(item, site('c1')).catch(codeOf)),
      );
      expect(answers).toEqual([code === 'invalid-input' ? 'GOOD' : code, code]);
      expect(sent).toHaveLength(requests);
    }
  });

  it('asks again alone for what a full reply had no room for', async () => {
    const { sent, gathered } = serviceThat((items) =>
      items.map((item, at) => (at === 0 ? accepted(item) : refused('overloaded', 'ask alone'))),
    );
    const answers = await Promise.all(['a', 'b', 'c'].map((item) => gathered.ask(item, site('c1'))));
    expect(answers).toEqual(['a', 'b', 'c']);
    expect(sent.map(({ items }) => items)).toEqual([['a', 'b', 'c'], ['b'], ['c']]);
  });
});
