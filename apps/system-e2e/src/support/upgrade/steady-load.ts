import type { Job } from '@callboard/contracts';
import { eventually } from '@callboard/testing';
import { type Answer, Client, fastaObject } from '../client';

/** Jobs of this workflow are claimed and settled by the load itself, over HTTP. */
const BY_HAND = 'nobody-runs-this';

/** What a site and its people do all day, with nothing asked twice: whatever is not answered as it should is a fault. */
export class SteadyLoad {
  private readonly faults: string[] = [];
  private tagged = 0;
  private settled = 0;
  private stopping = false;
  private readonly running: Promise<unknown>[];

  /** Begins at once. `files` is a folder that the runtime's own site may read. */
  constructor(
    private readonly site: Client,
    private readonly files: string,
  ) {
    const lanes = [() => this.tag(), () => this.claimAndSettle(), () => this.claimAndSettle()];
    this.running = lanes.map((turn) => this.repeat(turn));
  }

  /** Resolves when so many more objects were tagged, and as many jobs were claimed and settled by hand. */
  async more(count: number): Promise<void> {
    const wanted = [this.tagged + count, this.settled + count] as const;
    const done = () => this.faults.length > 0 || (this.tagged >= wanted[0] && this.settled >= wanted[1]);
    await eventually(`${count} more of each`, done, { timeoutMs: 30_000 });
    this.throwFaults();
  }

  /** Stops, waits for what is under way, and gives the jobs when all of them have succeeded. */
  async finish(): Promise<{ tagged: Job[]; byHand: Job[]; expected: { tagged: number; byHand: number } }> {
    this.stopping = true;
    await Promise.all(this.running);
    this.throwFaults();
    const expected = { tagged: this.tagged, byHand: this.settled };
    const jobs = await eventually('every job has succeeded', () => this.allSucceeded(expected), {
      timeoutMs: 30_000,
    });
    const isByHand = ({ workflow }: Job): boolean => workflow.id === BY_HAND;
    return { tagged: jobs.filter((job) => !isByHand(job)), byHand: jobs.filter(isByHand), expected };
  }

  private throwFaults(): void {
    if (this.faults.length > 0) throw new Error(this.faults.join('; '));
  }

  private async repeat(turn: () => Promise<void>): Promise<void> {
    while (!this.stopping && this.faults.length === 0) {
      await turn().catch((error: unknown) => this.faults.push(String(error)));
    }
  }

  private async tag(): Promise<void> {
    const object = await this.ask<{ id: string }>('POST', '/objects', fastaObject(this.files));
    await this.ask('PUT', `/objects/${object.body.id}/types`, ['sequence-reads']);
    this.tagged += 1;
  }

  private async claimAndSettle(): Promise<void> {
    const job = await this.ask<Job>('POST', '/jobs', { workflow: { id: BY_HAND }, config: {} });
    const operation = await this.ask<{ id: string }>('POST', `/jobs/${job.body.id}:claim`);
    await this.ask('PATCH', `/operations/${operation.body.id}`, { metadata: { half: true } });
    await this.ask('PATCH', `/operations/${operation.body.id}`, { done: true, result: { fine: true } });
    this.settled += 1;
  }

  private async ask<T>(method: string, path: string, body?: unknown): Promise<Answer<T>> {
    const answer = await this.site.call<T>(method, path, body);
    if (answer.status === 200 || answer.status === 201) return answer;
    throw new Error(`${method} ${path} answers ${answer.status}: ${JSON.stringify(answer.body)}`);
  }

  private async allSucceeded(expected: { tagged: number; byHand: number }): Promise<Job[]> {
    const jobs = await this.site.jobs();
    const open = jobs.filter(({ state }) => state !== 'succeeded');
    if (open.length > 0 || jobs.length < expected.tagged + expected.byHand)
      throw new Error(`${jobs.length} jobs, of which not succeeded: ${JSON.stringify(open.slice(0, 3))}`);
    return jobs;
  }
}
