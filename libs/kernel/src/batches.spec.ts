import { Batches } from './batches';

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

const turn = () => new Promise(setImmediate);

describe('Batches', () => {
  it('sends at once what comes alone, and together what comes meanwhile', async () => {
    const { sent, batches } = held();
    expect(batches.idle).toBe(true);
    const answers = ['a', 'b', 'c'].map((item) => batches.add(item));
    expect(sent.map(({ items }) => items)).toEqual([['a']]);
    expect(batches.idle).toBe(false);
    sent[0]?.answer();
    await turn();
    expect(sent[1]?.items).toEqual(['b', 'c']);
    sent[1]?.answer();
    expect(await Promise.all(answers)).toEqual(['A', 'B', 'C']);
    expect(batches.idle).toBe(true);
  });

  it('cuts by number and by bytes, and lets a large one go alone', async () => {
    const { sent, batches } = held({ items: 3, bytes: 10 });
    const items = ['first', 'aaaa', 'bbbb', 'cccc', 'x'.repeat(50), 'd', 'e', 'f', 'g'];
    const answers = items.map((item) => batches.add(item));
    for (let at = 0; at < sent.length; at += 1) {
      sent[at]?.answer();
      await turn();
    }
    await Promise.all(answers);
    expect(sent.map((batch) => batch.items.length)).toEqual([1, 2, 1, 1, 3, 1]);
  });

  it('sends a batch that failed item by item, so that the odd one fails alone', async () => {
    const { sent, batches } = held();
    const first = batches.add('first');
    const rest = ['good', 'odd'].map((item) => batches.add(item).catch((reason: unknown) => reason));
    sent[0]?.answer();
    await first;
    await turn();
    sent[1]?.fail('one is odd');
    await turn();
    expect(sent.slice(2).map(({ items }) => items)).toEqual([['good'], ['odd']]);
    sent[2]?.answer();
    sent[3]?.fail('this one');
    expect(await Promise.all(rest)).toEqual(['GOOD', 'this one']);
  });

  it('fails all of a batch with what must not be sent again, and goes on', async () => {
    const { sent, batches } = held();
    const answers = ['first', 'a', 'b'].map((item) => batches.add(item).catch((reason: unknown) => reason));
    sent[0]?.answer();
    await turn();
    sent[1]?.fail('for good');
    expect(await Promise.all(answers)).toEqual(['FIRST', 'for good', 'for good']);
    expect(sent).toHaveLength(2);
    const next = batches.add('next');
    sent[2]?.answer();
    expect(await next).toBe('NEXT');
  });

  it('has as many batches under way as it may', async () => {
    const { sent, batches } = held({ atOnce: 2 });
    const answers = ['a', 'b', 'c'].map((item) => batches.add(item));
    expect(sent.map(({ items }) => items)).toEqual([['a'], ['b']]);
    for (let at = 0; at < sent.length; at += 1) {
      sent[at]?.answer();
      await turn();
    }
    await Promise.all(answers);
  });
});
