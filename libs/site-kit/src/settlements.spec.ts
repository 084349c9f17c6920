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
/** Until what is to be sent has been sent: an answer is heard in one turn, and the next batch goes at the end of another. */
const turn = async () => {
  await new Promise(setImmediate);
  await new Promise(setImmediate);
};

describe('Settlements', () => {
  it('sends what ends together in one request, and tells each its own answer', async () => {
    const { sent, settlements } = held();
    const answers = ['a', 'b', 'c'].map((id) => settlements.settle(id, {}, alive));
    await turn();
    expect(sent.map(({ ids }) => ids)).toEqual([['a', 'b', 'c']]);
    sent[0]?.answer('b');
    expect((await Promise.all(answers)).map((reply) => reply.ok)).toEqual([true, false, true]);
  });

  it('sends item by item what was refused as a whole, but not what the connection swallowed', async () => {
    const { sent, settlements } = held();
    const refused = ['good', 'odd'].map((id) => settlements.settle(id, {}, alive).catch(String));
    await turn();
    sent[0]?.refuse(new DomainError('invalid-input', 'one of them is odd'));
    await turn();
    expect(sent.slice(1).map(({ ids }) => ids)).toEqual([['good'], ['odd']]);
    const lost = ['x', 'y'].map((id) => settlements.settle(id, {}, alive).catch(String));
    await turn();
    sent[3]?.refuse(new Error('lost'));
    expect(await Promise.all(lost)).toEqual(['Error: lost', 'Error: lost']);
    for (const request of sent.slice(1, 3)) request.answer();
    await Promise.all(refused);
    expect(sent).toHaveLength(4);
  });

  it('gives up once nobody waits for any of a batch', async () => {
    const { sent, settlements } = held();
    const [one, other] = [new AbortController(), new AbortController()];
    void settlements.settle('one', {}, one.signal);
    void settlements.settle('other', {}, other.signal);
    await turn();
    one.abort();
    expect(sent[0]?.signal.aborted).toBe(false);
    other.abort();
    expect(sent[0]?.signal.aborted).toBe(true);
  });
});
