import type { FailedLoginsStore } from './failed-logins-store';
import { type LoginAttempt, WatchLogins } from './watch-logins';

/** Counts in memory, on a clock of its own; the real store is held to the same in stores.int-spec.ts. */
class FailedLoginsFake implements FailedLoginsStore {
  now = 0;
  writes = 0;
  readonly clearAt = new Map<string, number>();

  async countsOf(keys: readonly string[]): Promise<Map<string, number>> {
    const left = keys.map((key) => [key, (this.clearAt.get(key) ?? 0) - this.now] as const);
    return new Map(left.filter(([, seconds]) => seconds > 0));
  }
  async add(weights: ReadonlyMap<string, number>, mostS: number): Promise<void> {
    this.writes += 1;
    for (const [key, weight] of weights) {
      const clear = Math.max(this.clearAt.get(key) ?? 0, this.now) + weight;
      this.clearAt.set(key, Math.min(clear, this.now + mostS));
    }
  }
  async forget(key: string): Promise<void> {
    this.writes += 1;
    this.clearAt.delete(key);
  }
  async prune(): Promise<number> {
    return 0;
  }
}

let failures: FailedLoginsFake;
let watch: WatchLogins;

beforeEach(() => {
  failures = new FailedLoginsFake();
  watch = new WatchLogins(failures, { perName: 3, perAddress: 6 });
});

const from = (name: string, address: string | undefined, grant = 'password'): LoginAttempt => ({
  grant,
  name,
  address,
});
const fail = async (attempt: LoginAttempt, times: number): Promise<void> => {
  for (let n = 0; n < times; n += 1) {
    await watch.admit(attempt);
    await watch.countFailure(attempt);
  }
};
const refused = (wait: number) => ({ code: 'too-many-requests', details: { retry_after_s: wait } });

describe('watching logins', () => {
  it('refuses a name from an address after its failures, and tells when to try again', async () => {
    await fail(from('ana', '192.0.2.1'), 3);
    await expect(watch.admit(from('ana', '192.0.2.1'))).rejects.toMatchObject(refused(20));
    failures.now += 20;
    expect(await watch.admit(from('ana', '192.0.2.1'))).toBe(true);
  });

  it('locks out neither that name elsewhere, nor another name there, nor a client of that id', async () => {
    await fail(from('ana', '192.0.2.1'), 3);
    expect(await watch.admit(from('ana', '192.0.2.2'))).toBe(false);
    expect(await watch.admit(from('ben', '192.0.2.1'))).toBe(false);
    expect(await watch.admit(from('ana', '192.0.2.1', 'client_credentials'))).toBe(false);
  });

  it('refuses an address that tries many names, in the whole of its IPv6 network', async () => {
    for (let n = 0; n < 6; n += 1) await fail(from(`name ${n}`, `2001:db8::${n}`), 1);
    await expect(watch.admit(from('ana', '2001:db8::99'))).rejects.toMatchObject(refused(10));
    expect(await watch.admit(from('ana', '2001:db8:0:1::99'))).toBe(false);
  });

  it('forgets the failures of a name after a success there, but not those of the address', async () => {
    await fail(from('ana', '192.0.2.1'), 2);
    expect(await watch.admit(from('ana', '192.0.2.1'))).toBe(true);
    await watch.forgetFailures(from('ana', '192.0.2.1'));
    await fail(from('ana', '192.0.2.1'), 3);
    await fail(from('ben', '192.0.2.1'), 1);
    await expect(watch.admit(from('cleo', '192.0.2.1'))).rejects.toMatchObject(refused(10));
  });

  it('never makes anybody wait longer than the weight of one failure', async () => {
    for (let n = 0; n < 50; n += 1) await watch.countFailure(from('ana', '192.0.2.1'));
    await expect(watch.admit(from('ana', '192.0.2.1'))).rejects.toMatchObject(refused(20));
  });

  it('counts nothing where the address is not told, and keeps no name', async () => {
    await fail(from('ana', undefined), 50);
    expect(failures.writes).toBe(0);
    await fail(from('hunter2', '192.0.2.1'), 1);
    expect([...failures.clearAt.keys()].join()).not.toContain('hunter2');
  });
});
