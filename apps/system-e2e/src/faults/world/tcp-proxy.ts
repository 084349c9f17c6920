import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** A way to a server on this machine that can be cut and healed, and that can be slow. */
export class TcpProxy {
  private readonly sockets = new Set<Socket>();
  private isCut = false;
  private delayMs = 0;

  private constructor(
    private readonly server: Server,
    private readonly target: number,
  ) {
    server.on('connection', (near) => this.join(near));
  }

  /** Listens on a free port of an address of this machine for a server on port `target` of 127.0.0.1. */
  static async to(target: number, host: string): Promise<TcpProxy> {
    const server = createServer({ allowHalfOpen: false });
    const proxy = new TcpProxy(server, target);
    server.listen(0, host);
    await once(server, 'listening');
    return proxy;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /**
   * As a cable that is pulled: nothing goes through any more, and nobody is told. New connections are taken by the
   * system and stay silent.
   */
  cut(): void {
    this.isCut = true;
    for (const socket of this.sockets) socket.pause();
  }

  /** What waited goes on; with `drop`, the connections that were cut are found to be gone. */
  heal(drop: boolean): void {
    this.isCut = false;
    for (const socket of [...this.sockets]) {
      if (drop) socket.resetAndDestroy();
      else socket.resume();
    }
  }

  /** Each packet from now on comes later by so many ms. */
  slow(ms: number): void {
    this.delayMs = ms;
  }

  /** Ends the connections that chance decides, as a network that loses too much. Gives how many. */
  lose(chosen: () => boolean): number {
    const lost = [...this.sockets].filter(chosen);
    for (const socket of lost) socket.resetAndDestroy();
    return lost.length;
  }

  close(): void {
    for (const socket of this.sockets) socket.destroy();
    this.server.close();
  }

  private join(near: Socket): void {
    const far = connect({ host: '127.0.0.1', port: this.target, noDelay: true });
    near.setNoDelay(true);
    this.pass(near, far);
    this.pass(far, near);
  }

  private pass(from: Socket, to: Socket): void {
    this.sockets.add(from);
    if (this.isCut) from.pause();
    from.on('data', (data) => {
      if (this.delayMs === 0) to.write(data);
      else setTimeout(() => to.writable && to.write(data), this.delayMs);
    });
    from.on('error', () => undefined);
    from.on('close', () => {
      this.sockets.delete(from);
      if (!this.isCut) to.destroy();
    });
  }
}
