import { TokenRevocations } from './token-revocations';
import { loadPublished } from './published-access';

const LATER = 4_000_000_000;
const revoked = (revocations: TokenRevocations, subject: string) =>
  revocations.check(subject).then(
    () => false,
    () => true,
  );

describe('TokenRevocations', () => {
  it('keeps what was heard while the snapshot was on its way without it', async () => {
    let answer: () => void = () => undefined;
    const load = () => new Promise<[]>((resolve) => (answer = () => resolve([])));
    const revocations = new TokenRevocations(load);
    const prepared = revocations.prepare();
    revocations.add([{ subject: 'client:a', until: LATER }]);
    answer();
    await prepared;
    expect([await revoked(revocations, 'client:a'), await revoked(revocations, 'client:b')]).toEqual([
      true,
      false,
    ]);
  });

  it('stands by what it knows while loading again fails, and forgets what has expired', async () => {
    let now = 1_000;
    let fails = false;
    const load = async () => {
      if (fails) throw new Error('no answer');
      return [];
    };
    const revocations = new TokenRevocations(load, () => now);
    await revocations.prepare();
    revocations.add([
      { subject: 'client:a', until: 2_000 },
      { subject: 'client:a', until: 1_500 },
    ]);
    fails = true;
    now = 3_000;
    await expect(revocations.reload()).rejects.toMatchObject({ code: 'unavailable' });
    expect(await revoked(revocations, 'client:a')).toBe(true);
    fails = false;
    now = 1_900;
    await revocations.reload();
    expect(await revoked(revocations, 'client:a')).toBe(true);
    now = 2_001;
    await revocations.reload();
    expect(await revoked(revocations, 'client:a')).toBe(false);
  });
});

describe('a process that was held', () => {
  const held = async (meanwhile: () => Promise<[] | { subject: string; until: number }[]>) => {
    let clock = 0;
    let load: () => Promise<{ subject: string; until: number }[]> = async () => [];
    const revocations = new TokenRevocations(
      () => load(),
      () => 1_000,
      () => clock,
    );
    expect(await revoked(revocations, 'client:a')).toBe(false);
    load = meanwhile;
    clock += 1_900;
    expect(await revoked(revocations, 'client:a')).toBe(false);
    clock += 200;
    return revocations;
  };

  it('looks for revocations again before it takes a token', async () => {
    const revocations = await held(async () => [{ subject: 'client:a', until: LATER }]);
    expect(await revoked(revocations, 'client:a')).toBe(true);
  });

  it('goes on with what it knows when nobody answers, as then nobody can revoke', async () => {
    const revocations = await held(() => Promise.reject(new Error('no answer')));
    expect(await revoked(revocations, 'client:a')).toBe(false);
  });

  it('does not believe an answer that was on its way all the time', async () => {
    let clock = 0;
    const answers: ((found: { subject: string; until: number }[]) => void)[] = [];
    const load = () => new Promise<{ subject: string; until: number }[]>((resolve) => answers.push(resolve));
    const revocations = new TokenRevocations(
      load,
      () => 1_000,
      () => clock,
    );
    const prepared = revocations.prepare();
    clock += 10_000;
    answers[0]?.([]);
    await prepared;
    const verdict = revoked(revocations, 'client:a');
    while (answers.length < 2) await Promise.resolve();
    answers[1]?.([{ subject: 'client:a', until: LATER }]);
    expect(await verdict).toBe(true);
  });
});

describe('loadPublished', () => {
  it('follows the pages to the end, and takes an answer without revocations', async () => {
    const all = ['client:a', 'client:b', 'client:c'].map((subject) => ({ subject, until: LATER }));
    const asked: unknown[] = [];
    const request = async (_: unknown, input: { revoked_after?: string }) => {
      asked.push(input);
      const from = all.findIndex(({ subject }) => subject === input.revoked_after) + 1;
      return { keys: [], revocations: all.slice(from, from + 2), more_revocations: from + 2 < all.length };
    };
    expect((await loadPublished({ request: request as never })).revocations).toEqual(all);
    expect(asked).toEqual([{}, { revoked_after: 'client:b' }]);
    const bare = { request: (async () => ({ keys: [] })) as never };
    expect(await loadPublished(bare)).toEqual({ keys: [], revocations: [] });
  });
});
