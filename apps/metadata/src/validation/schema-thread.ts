import { Worker } from 'node:worker_threads';
import { DomainError, type Log } from '@callboard/kernel';
import { LOG } from '@callboard/messaging';
import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { JsonSchema } from '../domain/schema/json-schema';
import { PlaceInBatch } from './place-in-batch';
import { PATIENCE_MS, tooSlow } from './task-patience';
import { threadFile } from './thread-file';
import { type ThreadAnswer, type ThreadTask, UNKNOWN_SCHEMA } from './thread-messages';

/** How often a schema is loaded for one task. */
const ROUNDS = 5;

interface Waiting {
  readonly task: ThreadTask;
  resolve(value: unknown): void;
  reject(error: Error): void;
}

/**
 * One thread that knows schemas, begun when it is first needed, and anew when it died or hung. It is given one task at a
 * time, so that what hangs is refused by itself and the others go on.
 */
@Injectable()
export class SchemaThread implements OnModuleDestroy {
  private thread: Worker | undefined;
  private readonly place = new PlaceInBatch();
  private readonly queue: Waiting[] = [];
  private current: Waiting | undefined;
  private clock: NodeJS.Timeout | undefined;

  constructor(@Inject(LOG) private readonly log: Log) {}

  /** What a task gives that needs the schema of a digest, which `load` gives where the thread does not know it yet. */
  async askWith(digest: string, load: () => Promise<JsonSchema>, task: ThreadTask): Promise<unknown> {
    for (let round = 1; ; round += 1) {
      const answer = await this.ask(task);
      if (answer !== UNKNOWN_SCHEMA) return answer;
      // What was loaded may be gone again with the thread, when somebody else's text hangs in between.
      if (round > ROUNDS) throw new DomainError('unavailable', 'validation is held up: ask again');
      await this.ask({ kind: 'load', digest, schema: await load() });
    }
  }

  async onModuleDestroy(): Promise<void> {
    await this.drop();
  }

  /** Refusals: those of the task, of one that takes too long, `unavailable`. */
  ask(task: ThreadTask): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.queue.push({ task, resolve, reject });
      this.next();
    });
  }

  /** Gives the thread its next task, unless it has one. */
  private next(): void {
    if (this.current) return;
    this.current = this.queue.shift();
    if (!this.current) return;
    const { task } = this.current;
    const thread = this.running();
    this.clock = setTimeout(
      () => this.giveUp(thread, tooSlow(task, this.place.get())),
      PATIENCE_MS[task.kind],
    );
    thread.postMessage(task);
  }

  private running(): Worker {
    if (this.thread) return this.thread;
    const { file, options } = threadFile();
    const thread = new Worker(file, { ...options, workerData: this.place.memory });
    thread.unref();
    thread.on('message', (answer: ThreadAnswer) => this.tell(answer));
    thread.on('error', (error) => {
      this.log.error({ err: error }, 'the thread that validates died');
      this.giveUp(thread, new DomainError('unavailable', 'validation broke off: ask again'));
    });
    this.thread = thread;
    return thread;
  }

  private tell(answer: ThreadAnswer): void {
    const told = this.finished();
    if (answer.ok) told?.resolve(answer.value);
    else told?.reject(new DomainError(answer.code, answer.message, answer.details));
    this.next();
  }

  /** What hangs is refused; whatever waits goes to a new thread. */
  private giveUp(thread: Worker, why: DomainError): void {
    if (this.thread !== thread) return;
    this.log.warn({ reason: why.message }, 'a new thread validates from now on');
    void this.drop();
    this.finished()?.reject(why);
    this.next();
  }

  private finished(): Waiting | undefined {
    clearTimeout(this.clock);
    const told = this.current;
    this.current = undefined;
    return told;
  }

  private async drop(): Promise<void> {
    const { thread } = this;
    this.thread = undefined;
    await thread?.terminate();
  }
}
