import { Worker } from 'node:worker_threads';
import { DomainError, type Log } from '@callboard/kernel';
import { LOG } from '@callboard/messaging';
import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { JsonSchema } from '../domain/schema/json-schema';
import { threadFile } from './thread-file';
import { type ThreadAnswer, type ThreadTask, UNKNOWN_SCHEMA } from './thread-messages';

/** Milliseconds for one task: a pattern of a schema may take for ever on a text that was made for it. */
const PATIENCE_MS = 30_000;

type Told = { resolve(value: unknown): void; reject(error: Error): void };
/** {@link ThreadTask} without its number. */
type Task<T = ThreadTask> = T extends ThreadTask ? Omit<T, 'id'> : never;

/** One thread that knows schemas, begun when it is first needed, and anew when it died or hung. */
@Injectable()
export class SchemaThread implements OnModuleDestroy {
  private thread: Worker | undefined;
  private readonly waiting = new Map<number, Told>();
  private serial = 0;

  constructor(@Inject(LOG) private readonly log: Log) {}

  /** What a task gives that needs the schema of a digest, which `load` gives where the thread does not know it yet. */
  async askWith(digest: string, load: () => Promise<JsonSchema>, task: Task): Promise<unknown> {
    const answer = await this.ask(task);
    if (answer !== UNKNOWN_SCHEMA) return answer;
    await this.ask({ kind: 'load', digest, schema: await load() });
    return this.ask(task);
  }

  async onModuleDestroy(): Promise<void> {
    const { thread } = this;
    this.thread = undefined;
    await thread?.terminate();
  }

  /** Refusals: those of the task, `unavailable`. */
  ask(task: Task): Promise<unknown> {
    const thread = this.running();
    const id = (this.serial += 1);
    const hung = setTimeout(() => {
      this.giveUp(thread, 'validation took longer than is granted: send less at once');
    }, PATIENCE_MS);
    return new Promise<unknown>((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      thread.postMessage({ ...task, id });
    }).finally(() => clearTimeout(hung));
  }

  private running(): Worker {
    if (this.thread) return this.thread;
    const { file, options } = threadFile();
    const thread = new Worker(file, options);
    thread.unref();
    thread.on('message', (answer: ThreadAnswer) => this.tell(answer));
    thread.on('error', (error) => {
      this.log.error({ err: error }, 'the thread that validates died');
      this.giveUp(thread, 'validation broke off: ask again');
    });
    this.thread = thread;
    return thread;
  }

  private tell(answer: ThreadAnswer): void {
    const told = this.waiting.get(answer.id);
    this.waiting.delete(answer.id);
    if (answer.ok) told?.resolve(answer.value);
    else told?.reject(new DomainError(answer.code, answer.message, answer.details));
  }

  /** Whatever waits is refused; the next task begins a new thread. */
  private giveUp(thread: Worker, why: string): void {
    if (this.thread !== thread) return;
    this.thread = undefined;
    void thread.terminate();
    for (const { reject } of this.waiting.values()) reject(new DomainError('unavailable', why));
    this.waiting.clear();
  }
}
