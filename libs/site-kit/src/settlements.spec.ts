import { DomainError } from '@callboard/kernel';
import { Settlements } from './settlements';
import type { SiteRequests } from './site-requests';

interface Sent {
  ids: string[];
  signal: AbortSignal;
  answer(refusedId?: string): void;
  refuse(error: unknown): void;
}

/** Requests that are answered when the test says so. */
function held() {
  const sent: Sent[] = [];
  const persist = (_: unknown, { items }: { items: { id: string }[] }, signal: AbortSignal) =>
    new Promise((resolve, reject) => {
      const ids = items.map(({ id }) => id);
      const reply = (refusedId?: string) => ({
        items: ids.map((id) =>
          id === refusedId
            ? { ok: false, error: { code: 'not-found', message: 'none' } }
            : { ok: true, item: { id } },
        ),
      });
      sent.push({ ids, signal, answer: (refusedId) => resolve(reply(refusedId)), refuse: reject });
    });
  return { sent, settlements: new Settlements({ persist } as unknown as SiteRequests) };
}

const alive = new AbortController().signal;
const turn = () => new Promise(setImmediate);

describe('Settlements', () => {
  it('sends what ends at once, and together what ends while three requests are under way', async () => {
    const { sent, settlements } = held();
    const answers = ['a', 'b', 'c', 'd', 'e', 'f'].map((id) => settlements.settle(id, {}, alive));
    expect(sent.map(({ ids }) => ids)).toEqual([['a'], ['b'], ['c']]);
    sent[1]?.answer();
    await turn();
    expect(sent[3]?.ids).toEqual(['d', 'e', 'f']);
    for (const request of sent) request.answer('e');
    expect((await Promise.all(answers)).map((reply) => reply.ok)).toEqual([
      true,
      true,
      true,
      true,
      false,
      true,
    ]);
  });

  it('cuts batches by number and by bytes, and a large one goes alone', async () => {
    const { sent, settlements } = held();
    const large = { text: 'x'.repeat(700_000) };
    const ids = ['1', '2', '3', 'big-1', 'big-2', ...Array.from({ length: 300 }, (_, n) => `n${n}`)];
    const answers = ids.map((id) => settlements.settle(id, id.startsWith('big') ? large : {}, alive));
    for (let at = 0; at < sent.length; at += 1) {
      sent[at]?.answer();
      await turn();
    }
    await Promise.all(answers);
    expect(sent.map((request) => request.ids.length)).toEqual([1, 1, 1, 1, 200, 101]);
  });

  it('sends a batch that is refused as a whole item by item, so that the odd one fails alone', async () => {
    const { sent, settlements } = held();
    const first = ['1', '2', '3'].map((id) => settlements.settle(id, {}, alive));
    const rest = ['good', 'odd'].map((id) =>
      settlements.settle(id, {}, alive).catch((error: unknown) => error),
    );
    for (const request of sent.slice(0, 3)) request.answer();
    await Promise.all(first);
    await turn();
    sent[3]?.refuse(new DomainError('invalid-input', 'one of them is odd'));
    await turn();
    expect(sent.slice(4).map(({ ids }) => ids)).toEqual([['good'], ['odd']]);
    sent[4]?.answer();
    sent[5]?.refuse(new DomainError('invalid-input', 'this one'));
    expect(await Promise.all(rest)).toEqual([
      { ok: true, item: { id: 'good' } },
      expect.objectContaining({ message: 'this one' }),
    ]);
  });

  it('gives up once nobody waits for any of a batch', async () => {
    const { sent, settlements } = held();
    for (const id of ['1', '2', '3']) void settlements.settle(id, {}, alive);
    const [one, other] = [new AbortController(), new AbortController()];
    void settlements.settle('one', {}, one.signal);
    void settlements.settle('other', {}, other.signal);
    sent[0]?.answer();
    await turn();
    one.abort();
    expect(sent[3]?.signal.aborted).toBe(false);
    other.abort();
    expect(sent[3]?.signal.aborted).toBe(true);
  });
});
