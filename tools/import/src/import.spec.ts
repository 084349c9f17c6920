import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ImportAnswer, RequestContract } from '@callboard/contracts';
import { DomainError } from '@callboard/kernel';
import { EXIT, runImport } from './import';
import { importDump } from './import-dump';
import type { Services } from './kinds/kind';
import { writeSampleDump } from './sample-dump.builder';
import { Report } from './telling/report';

let folder: string;
const dump = (): string => join(folder, 'dump');
const reportFile = (): string => join(folder, 'report.jsonl');
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'import-'));
  writeSampleDump(dump(), { documents: 1200, jobs: 50 });
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Services that take everything in once, and refuse a batch as a whole that holds what they cannot bear. */
class RememberingServices implements Services {
  readonly asked: string[] = [];
  readonly sizes: number[] = [];
  private readonly seen = new Set<string>();
  constructor(private readonly unbearable?: string) {}

  async ask<I, O>(contract: RequestContract<I, O>, input: NoInfer<I>): Promise<O> {
    this.asked.push(contract.verb);
    if (contract.verb === 'check-references') {
      const examples = [{ id: 'd', slot: 'was_generated_by', target: 't' }];
      return { documents: 1200, dangling: 3, examples } as O;
    }
    const { items } = input as { items: { id?: string }[] };
    this.sizes.push(items.length);
    if (items.some(({ id }) => id === this.unbearable && id !== undefined))
      throw new DomainError('invalid-input', 'it holds NUL');
    return { items: items.map((item) => this.answer(`${contract.verb} ${JSON.stringify(item)}`)) } as O;
  }

  private answer(item: string): ImportAnswer {
    if (this.seen.has(item)) return { outcome: 'here' };
    this.seen.add(item);
    return { outcome: 'taken' };
  }
}

async function take(services: Services | undefined) {
  const report = new Report(reportFile());
  const printed: string[] = [];
  const screen = { isTerminal: false, write: (text: string) => void printed.push(text) };
  await importDump({ dump: dump(), only: undefined }, services, report, screen);
  report.close();
  return { total: report.total, printed: printed.join(''), lines: readFileSync(reportFile(), 'utf8') };
}

describe('an import', () => {
  it('takes everything in once, in batches, and looks at references last', async () => {
    const services = new RememberingServices();
    const first = await take(services);
    expect(first.total).toMatchObject({ taken: 1346, refused: 0, dangling: 3 });
    expect(services.asked.at(-1)).toBe('check-references');
    expect(Math.max(...services.sizes)).toBe(500);
    expect(first.printed).toContain('data_object_set: 1200 taken in');
    const again = await take(services);
    expect(again.total).toMatchObject({ taken: 0, here: 1346 });
  });

  it('refuses what is to blame and nothing besides, and says where it stands', async () => {
    const { total, lines } = await take(new RememberingServices('nmdc:dobj-11-sample700'));
    expect(total).toMatchObject({ taken: 1345, refused: 1 });
    const [refused, dangling] = lines
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as object);
    expect(refused).toMatchObject({
      collection: 'data_object_set',
      id: 'nmdc:dobj-11-sample700',
      line: 701,
      outcome: 'refused',
      code: 'invalid-input',
    });
    expect(dangling).toMatchObject({ outcome: 'dangling', id: 'd' });
  });

  it('goes on after a line that is broken', async () => {
    const file = join(dump(), 'data_object_set.json');
    writeFileSync(file, `${readFileSync(file, 'utf8')}{"id": \n[1]\n{"a": {"$binary": 1}}\n`);
    const { total, lines } = await take(new RememberingServices());
    expect(total).toMatchObject({ taken: 1346, refused: 3 });
    expect(lines).toContain('"line":1201');
  });

  it('breaks off when a service stays away', async () => {
    const away: Services = {
      ask: () => Promise.reject(new DomainError('unavailable', 'sites does not answer')),
    };
    await expect(take(away)).rejects.toMatchObject({ code: 'unavailable' });
  });
});

describe('npm run import', () => {
  async function run(...args: string[]) {
    const printed: string[] = [];
    const screen = { isTerminal: false, write: (text: string) => void printed.push(text) };
    const code = await runImport({ args, env: {}, screen, complain: (line) => printed.push(`${line}\n`) });
    return { code, printed: printed.join('') };
  }
  const report = () => ['--report', reportFile()];

  it('reads everything and sends nothing in a dry run', async () => {
    const { code, printed } = await run(dump(), '--dry-run', ...report());
    expect(code).toBe(EXIT.done);
    expect(printed).toContain('Dry run, nothing was sent: 1346 can be read');
  });

  it('says by its exit code that something was refused', async () => {
    writeFileSync(join(dump(), 'users.json'), '{"username": "no-hash"}');
    const { code, printed } = await run(dump(), '--dry-run', '--only', 'users', ...report());
    expect(code).toBe(EXIT.refused);
    expect(printed).toContain('users: 1 refused');
  });

  it.each<[string[], number, RegExp]>([
    [[], EXIT.usage, /name one dump/],
    [['a', 'b'], EXIT.usage, /name one dump/],
    [['a', '--force'], EXIT.usage, /Unknown option '--force'/],
    [['a', '--nats', 'http://host'], EXIT.usage, /--nats takes a URL/],
    [['a', '--data', '/nowhere'], EXIT.settings, /no stack runs on \/nowhere/],
  ])('says what is wrong with %j', async (args, exit, words) => {
    const { code, printed } = await run(...args);
    expect(code).toBe(exit);
    expect(printed).toMatch(words);
  });
});
