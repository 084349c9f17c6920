import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '@callboard/testing';
import { built } from '../../../tools/dev-stack/src/built';
import { ManagedProcess } from '../../../tools/dev-stack/src/managed-process';
import { migrateDatabase } from '../../../tools/dev-stack/src/migrate-database';
import { Stack } from '../../../tools/dev-stack/src/stack';
import { untilReady } from '../../../tools/dev-stack/src/until-ready';
import { Client } from './support/client';
import { answered } from './support/upgrade/answered';
import { BuiltCommit, type Commit, commitBefore } from './support/upgrade/previous-version';
import { SteadyLoad } from './support/upgrade/steady-load';

/** Asked for with each claim, by both doors. */
const CLAIM = 'claim-jobs';
const before = commitBefore();
const missing = 'missing' in before ? before.missing : undefined;
process.stdout.write(
  'missing' in before
    ? `upgrade: skipped, ${before.missing}\n`
    : `upgrade: from ${before.id.slice(0, 12)} (${before.subject}) to what is here\n`,
);

const withHistory = missing === undefined ? describe : describe.skip;

withHistory('two versions of jobs side by side', () => {
  let previous: BuiltCommit;
  let folder: string;
  let stack: Stack;
  let further: ManagedProcess | undefined;

  beforeAll(() => {
    previous = new BuiltCommit(before as Commit);
  }, 60_000);
  afterAll(() => previous?.remove());

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'callboard-upgrade-'));
    chmodSync(folder, 0o755);
  });
  afterEach(async () => {
    await further?.stop();
    further = undefined;
    await stack?.stop(true);
    rmSync(folder, { recursive: true, force: true });
  }, 60_000);

  const begin = (of: typeof Stack): Promise<Stack> =>
    of.start({ data: join(folder, 'data'), filesFolder: folder });

  /** One more process of `jobs`, in the same queue group. */
  async function beside(script: string): Promise<ManagedProcess> {
    const { plan } = stack.process('jobs');
    const logFile = `${plan.logFile}.further`;
    further = new ManagedProcess({ ...plan, name: 'jobs-further', script, logFile }, () => undefined);
    await further.start();
    await untilReady(further.plan.name, further.healthUrl);
    return further;
  }

  const load = async (): Promise<SteadyLoad> => new SteadyLoad(await Client.asRuntimeSite(stack), folder);

  /** Both take claims, and neither refuses one. */
  async function bothClaim(...processes: ManagedProcess[]): Promise<void> {
    for (const each of processes) {
      const outcomes = await eventually(`${each.plan.name} takes claims`, async () => {
        const counts = await answered(each, CLAIM);
        return (counts.ok ?? 0) > 0 && counts;
      });
      expect(Object.keys(outcomes)).toEqual(['ok']);
    }
  }

  async function expectAllDoneOnce(running: SteadyLoad): Promise<void> {
    const { tagged, byHand, expected } = await running.finish();
    expect({ tagged: tagged.length, byHand: byHand.length }).toEqual(expected);
    for (const job of [...tagged, ...byHand]) expect(job.claims).toHaveLength(1);
    expect(new Set(tagged.map(({ config }) => config.object_id)).size).toBe(tagged.length);
  }

  it('an old process works on the new schema beside a new one, and stops without a failed claim', async () => {
    stack = await begin(Stack);
    const old = await beside(previous.file('apps/jobs/src/main.js'));
    const running = await load();
    await running.more(15);
    await bothClaim(old, stack.process('jobs'));
    await old.stop();
    await running.more(15);
    await expectAllDoneOnce(running);
  }, 90_000);

  it('an old stack is migrated while it works, a new process comes beside, and the old one stops', async () => {
    const { Stack: PreviousStack } = (await import(previous.file('tools/dev-stack/src/stack.js'))) as {
      Stack: typeof Stack;
    };
    stack = await begin(PreviousStack);
    const running = await load();
    await running.more(10);
    await migrateDatabase(stack.servers.databaseUrl(), stack.secrets);
    await running.more(5);
    const fresh = await beside(built('apps', 'jobs', 'src/main.js'));
    await running.more(15);
    await bothClaim(fresh, stack.process('jobs'));
    await stack.process('jobs').stop();
    await running.more(15);
    await expectAllDoneOnce(running);
  }, 90_000);
});
