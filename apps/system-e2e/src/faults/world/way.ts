import type { OwnNetwork } from './own-network';
import { TcpProxy } from './tcp-proxy';

/**
 * A way from an app to a server, which can be cut and healed. Where there is a network of our own its packets are lost;
 * elsewhere the proxy in between stops to pass on what comes.
 */
export class Way {
  private constructor(
    private readonly proxy: TcpProxy,
    readonly host: string,
    private readonly network: OwnNetwork | undefined,
  ) {}

  /** To a server on this port of 127.0.0.1. */
  static async to(target: number, network: OwnNetwork | undefined): Promise<Way> {
    const host = network?.address() ?? '127.0.0.1';
    return new Way(await TcpProxy.to(target, host), host, network);
  }

  get port(): number {
    return this.proxy.port;
  }

  /** As a cable that is pulled: nothing goes through any more, and nobody is told. */
  cut(): void {
    if (this.network) this.network.cut(this.host);
    else this.proxy.cut();
  }

  /** What waited goes on; with `drop`, the connections that were cut are found to be gone. */
  heal(drop: boolean): void {
    this.network?.heal(this.host);
    this.proxy.heal(drop);
  }

  /** Each packet from now on comes later by so many ms. */
  slow(ms: number): void {
    this.proxy.slow(ms);
  }

  /** Ends the connections that chance decides, as a network that loses too much. Gives how many. */
  lose(chosen: () => boolean): number {
    return this.proxy.lose(chosen);
  }

  close(): void {
    this.proxy.close();
  }
}
