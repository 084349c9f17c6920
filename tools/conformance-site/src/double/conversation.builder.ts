import { eventually } from '@callboard/testing';

/** A gateway that answers, be it the double or the real one. */
export interface Place {
  readonly url: string;
  readonly token: string;
  /** Of the jobs that are spoken of. */
  readonly workflow: string;
  /** Another site claims the job, and keeps it. */
  claimElsewhere(jobId: string): Promise<void>;
  /** Somebody cancels the job. */
  cancel(jobId: string): Promise<void>;
}

/** What a client saw of one reply; ids, times and tokens stand as they come first, second and so on. */
export interface Said {
  readonly what: string;
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: unknown;
}

interface Call {
  readonly body?: unknown;
  /** Instead of JSON. */
  readonly raw?: string;
  readonly headers?: Record<string, string>;
}

const HEADERS = ['content-type', 'retry-after', 'www-authenticate', 'location', 'allow'];
const TIME = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;

/** Speaks to a place and writes down what it says. */
export class Speaker {
  readonly said: Said[] = [];
  private readonly names = new Map<string, string>();

  constructor(private readonly place: Place) {}

  /** Makes a call and gives its JSON as it came. */
  async ask(what: string, method: string, path: string, call: Call = {}): Promise<Record<string, unknown>> {
    const { status, headers, body } = await this.send(method, path, call);
    const kept = HEADERS.flatMap((name) => (headers.has(name) ? [[name, headers.get(name) ?? '']] : []));
    const told = this.named(Object.fromEntries(kept)) as Record<string, string>;
    this.said.push({ what, status, headers: told, body: this.named(body) });
    return (body ?? {}) as Record<string, unknown>;
  }

  /** From now on ids are named anew, as they come. */
  forgetNames(): void {
    this.names.clear();
  }

  /** Posts a job, and gives its id. */
  async post(what: string, more: object = {}): Promise<string> {
    const body = { workflow: { id: this.place.workflow }, config: { n: 1.5 }, ...more };
    return (await this.ask(what, 'POST', '/jobs', { body })).id as string;
  }

  /** Claims a job, and gives the id of the operation. */
  async claim(job: string, body?: object): Promise<string> {
    return (await this.ask('a claim', 'POST', `/jobs/${job}:claim`, { body })).id as string;
  }

  /** What is said to whoever goes on under an operation that has ended. */
  async afterTheEnd(operation: string): Promise<void> {
    const path = `/operations/${operation}`;
    await this.ask('a heartbeat after the end', 'POST', `${path}:heartbeat`);
    await this.ask('progress after the end', 'PATCH', path, { body: { metadata: { late: true } } });
    await this.ask('the operation after the end', 'GET', path);
  }

  /** Waits until a job has left the state `claimed`; what came before it is not written down. */
  async settled(jobId: string): Promise<void> {
    await eventually(`job ${jobId} settles`, async () => {
      const { body } = await this.send('GET', `/jobs/${jobId}`, {});
      return (body as { state: string }).state !== 'claimed';
    });
  }

  /** Waits until an operation has ended. */
  async ended(id: string): Promise<void> {
    const isDone = async (): Promise<boolean> =>
      ((await this.send('GET', `/operations/${id}`, {})).body as { done: boolean }).done;
    await eventually(`operation ${id} ends`, isDone, { timeoutMs: 20_000 });
  }

  private async send(method: string, path: string, { body, raw, headers }: Call) {
    const response = await fetch(this.place.url + path, {
      method,
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${this.place.token}`,
        // The gateway waits for open connections when it stops.
        connection: 'close',
        ...headers,
      },
      ...(raw !== undefined ? { body: raw } : body !== undefined ? { body: JSON.stringify(body) } : {}),
      redirect: 'manual',
    });
    const text = await response.text();
    const isJson = /json/.test(response.headers.get('content-type') ?? '');
    const read: unknown = isJson ? JSON.parse(text) : text;
    return { status: response.status, headers: response.headers, body: read };
  }

  private named(value: unknown, key = ''): unknown {
    if (typeof value === 'string') return this.nameOf(value, key);
    if (Array.isArray(value)) return value.map((member: unknown) => this.named(member));
    if (typeof value !== 'object' || value === null) return value;
    const members = Object.entries(value).filter(([name]) => name !== 'trace_id');
    return Object.fromEntries(members.map(([name, member]) => [name, this.named(member, name)]));
  }

  private nameOf(text: string, key: string): string {
    if (TIME.test(text)) return '(time)';
    if (key === 'next_page_token') return '(token)';
    return text.replace(/nmdc:sys0[0-9a-z]+/g, (id) => {
      if (!this.names.has(id)) this.names.set(id, `(id ${this.names.size + 1})`);
      return this.names.get(id) ?? id;
    });
  }
}
