import { Agent as HttpAgent, type AgentOptions, type ClientRequestArgs } from 'node:http';
import { Agent as HttpsAgent, type RequestOptions } from 'node:https';
import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { connectGuarded, type ConnectionRules } from './guarded-connection';

type Connected = (fault: Error | null, socket: Duplex) => void;
type Create = (options: ClientRequestArgs) => Duplex | null | undefined;

/** Connections to one host are kept for a next download; those not used for `timeout` ms are closed. */
const POOL: AgentOptions = {
  keepAlive: true,
  maxSockets: 16,
  maxTotalSockets: 64,
  maxFreeSockets: 4,
  timeout: 15_000,
};

/** Connections over http and https, pooled, none of them to an address that the rules refuse. */
export class GuardedAgents {
  readonly http: HttpAgent;
  readonly https: HttpsAgent;
  private readonly connecting = new Set<Socket>();

  constructor(rules: ConnectionRules) {
    this.http = new GuardedHttpAgent(rules, this.connecting);
    this.https = new GuardedHttpsAgent(rules, this.connecting);
  }

  /** Closes every connection, those in use as well. */
  close(): void {
    this.http.destroy();
    this.https.destroy();
    // An agent knows a socket only from when it is connected.
    for (const socket of this.connecting) socket.destroy(new Error('the site is stopping'));
  }
}

class GuardedHttpAgent extends HttpAgent {
  constructor(
    private readonly rules: ConnectionRules,
    private readonly connecting: Set<Socket>,
  ) {
    super(POOL);
  }

  override createConnection(options: ClientRequestArgs, done: Connected): undefined {
    const create: Create = (guarded) => super.createConnection(guarded);
    connect({ options, readyEvent: 'connect', create, connecting: this.connecting }, this.rules, done);
  }
}

class GuardedHttpsAgent extends HttpsAgent {
  constructor(
    private readonly rules: ConnectionRules,
    private readonly connecting: Set<Socket>,
  ) {
    super(POOL);
  }

  override createConnection(options: RequestOptions, done: Connected): undefined {
    const create: Create = (guarded) => super.createConnection(guarded);
    connect({ options, readyEvent: 'secureConnect', create, connecting: this.connecting }, this.rules, done);
  }
}

interface Connecting {
  options: ClientRequestArgs;
  readyEvent: 'connect' | 'secureConnect';
  create: Create;
  connecting: Set<Socket>;
}

function connect(
  { options, readyEvent, create, connecting }: Connecting,
  rules: ConnectionRules,
  done: Connected,
): void {
  const target = { host: options.host ?? '', port: Number(options.port), readyEvent };
  let dialled: Socket | undefined;
  connectGuarded(target, rules, (lookup) => {
    const socket = create({ ...options, lookup });
    if (!(socket instanceof Socket)) throw new Error('the agent made no socket');
    dialled = socket;
    connecting.add(socket);
    return socket;
  })
    .finally(() => dialled && connecting.delete(dialled))
    .then(
      (socket) => process.nextTick(done, null, socket),
      (fault: Error) => process.nextTick(done, fault),
    );
}
