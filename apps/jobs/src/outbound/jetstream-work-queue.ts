import { bellSubject, WORK_STREAM, WORK_SUBJECTS } from '@callboard/contracts';
import { type Log, messageOf, onceKept } from '@callboard/kernel';
import { ensureBellDurable, ensureWorkStream } from '@callboard/messaging';
import { Events, type JetStreamManager, type NatsConnection, NatsError } from 'nats';
import type { Bell, WorkQueue } from '../use-cases/work-queue';

/** How long a durable is trusted to be there. The broker drops those that nobody fetched from for a week. */
const TRUSTED_MS = 10_000;
/** A request that the broker lost in a restart is asked again with the next round. */
const TIMEOUT_MS = 2_000;
/** Error code of the JetStream API. */
const STREAM_NOT_FOUND = 10059;

/** Bells on the stream WORK: a message names the job that rang. */
export class JetStreamWorkQueue implements WorkQueue {
  /** When each durable was last seen, in ms of the monotonic clock. */
  private readonly seen = new Map<string, number>();
  private connected = true;
  private manager: Promise<JetStreamManager> | undefined;

  constructor(
    private readonly connection: NatsConnection,
    private readonly log: Log,
  ) {
    void this.followConnection();
  }

  /**
   * Publishes without asking for an acknowledgement: the broker refuses more than 10,000 bells of a workflow, which
   * means rung enough, and what is lost is rung again.
   */
  ring(bells: readonly Bell[]): void {
    onceKept(() => this.publish(bells));
  }

  private publish(bells: readonly Bell[]): void {
    if (!this.connected || this.connection.isClosed()) return;
    try {
      for (const { workflowId, jobId } of bells) this.connection.publish(bellSubject(workflowId), jobId);
    } catch (error) {
      this.log.debug({ reason: messageOf(error) }, 'bells not rung, to be rung later');
    }
  }

  async waiting(workflowIds: readonly string[]): Promise<Map<string, number>> {
    const bySubject = await this.withStream(async (jsm) => {
      const info = await jsm.streams.info(WORK_STREAM, { subjects_filter: WORK_SUBJECTS });
      return info.state.subjects ?? {};
    });
    return new Map(workflowIds.map((id) => [id, bySubject[bellSubject(id)] ?? 0]));
  }

  /** Never fails: a site whose fetch finds no queue asks again. */
  async ensureQueue(workflowId: string): Promise<void> {
    const seenAt = this.seen.get(workflowId);
    if (seenAt !== undefined && performance.now() - seenAt < TRUSTED_MS) return;
    try {
      await this.withStream((jsm) => ensureBellDurable(jsm, workflowId));
      this.seen.set(workflowId, performance.now());
    } catch (error) {
      this.log.warn({ workflow_id: workflowId, reason: messageOf(error) }, 'no queue of bells could be made');
    }
  }

  /** Makes the stream first if it is not there, as after the broker lost its data. */
  private async withStream<T>(work: (jsm: JetStreamManager) => Promise<T>): Promise<T> {
    this.manager ??= this.connection.jetstreamManager({ checkAPI: false, timeout: TIMEOUT_MS });
    const jsm = await this.manager;
    try {
      return await work(jsm);
    } catch (error) {
      if (!(error instanceof NatsError) || error.api_error?.err_code !== STREAM_NOT_FOUND) throw error;
      await ensureWorkStream(jsm);
      return work(jsm);
    }
  }

  /** A broker that was started anew may have lost everything. */
  private async followConnection(): Promise<void> {
    const ensureStream = (): Promise<unknown> =>
      this.withStream(ensureWorkStream).catch((error: unknown) =>
        this.log.warn({ reason: messageOf(error) }, 'no stream of bells could be made, to be tried again'),
      );
    void ensureStream();
    for await (const { type } of this.connection.status()) {
      if (type === Events.Disconnect) this.connected = false;
      if (type === Events.Reconnect) {
        this.connected = true;
        this.seen.clear();
        void ensureStream();
      }
    }
  }
}
