import { AsyncLocalStorage } from 'node:async_hooks';
import { Batches } from './batches';
import { apart, workContext } from './work-context';

interface Sent {
  items: readonly string[];
  answer(): void;
  fail(reason: unknown): void;
}

/** Batches that are answered when the test says so: with each item in upper case. */
function held(rules: { atOnce?: number; items?: number; bytes?: number } = {}) {
  const sent: Sent[] = [];
  const batches = new Batches<string, string>({
    atOnce: 1,
    items: 100,
    bytes: 1000,
    ...rules,
    bytesOf: (item) => item.length,
    send: (items) =>
      new Promise((resolve, reject) => {
        const answer = (): void => resolve(items.map((item) => item.toUpperCase()));
        sent.push({ items, answer, fail: reject });
      }),
    resend: (failure) => failure !== 'for good',
  });
  return { sent, batches };
}

/** Until what is to be sent has been sent: an answer is heard in one turn, and the next batch goes at the end of another. */
const turn = async () => {
  await new Promise(setImmediate);
  await new Promise(setImmediate);
};

describe('Batches', () => {
  it('sends together what comes in one turn, and what comes while that is under way', async () => {
    const { sent, batches } = held();
    expect(batches.idle).toBe(true);
    const first = ['a', 'b'].map((item) => batches.add(item));
    expect(batches.idle).toBe(false);
    await turn();
    expect(sent.map(({ items }) => items)).toEqual([['a', 'b']]);
    const meanwhile = [batches.add('c')];
    await turn();
    meanwhile.push(batches.add('d'));
    await turn();
    expect(sent).toHaveLength(1);
    sent[0]?.answer();
    await turn();
    expect(sent[1]?.items).toEqual(['c', 'd']);
    sent[1]?.answer();
    expect(await Promise.all([...first, ...meanwhile])).toEqual(['A', 'B', 'C', 'D']);
    expect(batches.idle).toBe(true);
  });

  it('cuts by number and by bytes, and lets a large one go alone', async () => {
    const { sent, batches } = held({ items: 3, bytes: 10 });
    const items = ['aaaa', 'bbbb', 'cccc', 'x'.repeat(50), 'd', 'e', 'f', 'g'];
    const answers = items.map((item) => batches.add(item));
    await turn();
    for (let at = 0; at < sent.length; at += 1) {
      sent[at]?.answer();
      await turn();
    }
    await Promise.all(answers);
    expect(sent.map((batch) => batch.items.length)).toEqual([2, 1, 1, 3, 1]);
  });

  it('holds back what a batch has already', async () => {
    const sent: (readonly string[])[] = [];
    const batches = new Batches<string, string>({
      atOnce: 1,
      items: 100,
      bytes: 1000,
      bytesOf: (item) => item.length,
      keysOf: (item) => [item.slice(0, 1)],
      send: async (items) => {
        sent.push(items);
        await turn();
        return items;
      },
      resend: () => false,
    });
    await Promise.all(['a1', 'b1', 'a2', 'c1', 'a3'].map((item) => batches.add(item)));
    expect(sent).toEqual([['a1', 'b1'], ['a2', 'c1'], ['a3']]);
  });

  it('sends a batch that failed item by item, so that the odd one fails alone', async () => {
    const { sent, batches } = held();
    const both = ['good', 'odd'].map((item) => batches.add(item).catch((reason: unknown) => reason));
    await turn();
    sent[0]?.fail('one is odd');
    await turn();
    expect(sent.slice(1).map(({ items }) => items)).toEqual([['good'], ['odd']]);
    sent[1]?.answer();
    sent[2]?.fail('this one');
    expect(await Promise.all(both)).toEqual(['GOOD', 'this one']);
  });

  it('fails all of a batch with what must not be sent again, and goes on', async () => {
    const { sent, batches } = held();
    const answers = ['a', 'b'].map((item) => batches.add(item).catch((reason: unknown) => reason));
    await turn();
    sent[0]?.fail('for good');
    expect(await Promise.all(answers)).toEqual(['for good', 'for good']);
    expect(sent).toHaveLength(1);
    const next = batches.add('next');
    await turn();
    sent[1]?.answer();
    expect(await next).toBe('NEXT');
  });

  it('has as many batches under way as it may', async () => {
    const { sent, batches } = held({ atOnce: 2 });
    const answers: Promise<string>[] = [];
    for (const item of ['a', 'b', 'c']) {
      answers.push(batches.add(item));
      await turn();
    }
    expect(sent.map(({ items }) => items)).toEqual([['a'], ['b']]);
    for (let at = 0; at < sent.length; at += 1) {
      sent[at]?.answer();
      await turn();
    }
    await Promise.all(answers);
  });

  it('are no part of the work of whoever asked first, and stay in its trace', async () => {
    const [transaction, trace] = [workContext<string>(), new AsyncLocalStorage<string>()];
    const seen: unknown[] = [];
    const batches = new Batches<string, undefined>({
      atOnce: 1,
      items: 1,
      bytes: 1000,
      bytesOf: () => 1,
      send: async (items) => {
        seen.push([items, transaction.getStore(), trace.getStore()]);
        return items.map(() => undefined);
      },
      resend: () => false,
    });
    await trace.run('trace', () =>
      transaction.run('mine', async () => {
        await Promise.all([batches.add('a'), batches.add('b')]);
        expect(transaction.getStore()).toBe('mine');
        expect(apart(() => transaction.getStore())).toBeUndefined();
      }),
    );
    expect(seen).toEqual([
      [['a'], undefined, 'trace'],
      [['b'], undefined, 'trace'],
    ]);
  });
});
