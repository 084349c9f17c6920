import { lineOf } from './stack-error';

/** What a launcher gives: PostgreSQL or a broker. */
interface Launched {
  readonly exited: Promise<unknown>;
  stop(): Promise<void>;
  kill(): Promise<void>;
}

const RESTART_PAUSE_MS = 200;
const TRIES = 5;

/** A server that is started again when it ends by itself. */
export class KeptServer<S extends Launched> {
  private server: S | undefined;
  private leaving: S | undefined;

  constructor(
    private readonly name: string,
    private readonly launch: () => Promise<S>,
    private readonly report: (line: string) => void,
  ) {}

  /** The one that runs now; undefined before the first start. */
  get current(): S | undefined {
    return this.server;
  }

  async start(): Promise<void> {
    const server = await this.launch();
    this.server = server;
    void server.exited.then(() => this.onExit(server));
  }

  /** Kills it with SIGKILL, does `between`, and starts it again: a fault, on purpose. */
  async lose(between: () => void): Promise<void> {
    this.leaving = this.server;
    await this.server?.kill();
    between();
    await this.start();
  }

  /** Ends it for good, by `end` or else in order. */
  async stop(end: (server: S) => Promise<void> = (server) => server.stop()): Promise<void> {
    this.leaving = this.server;
    if (this.server) await end(this.server);
  }

  private async onExit(server: S): Promise<void> {
    for (let tries = 0; tries < TRIES && this.leaving !== server; tries += 1) {
      this.report(`${this.name} died; starting it again`);
      await new Promise((resolve) => setTimeout(resolve, RESTART_PAUSE_MS * 2 ** tries));
      if (this.leaving === server) return;
      try {
        await this.start();
        this.report(`${this.name} is back`);
        return;
      } catch (thrown) {
        this.report(`${this.name} does not start: ${lineOf(thrown)}`);
      }
    }
  }
}
