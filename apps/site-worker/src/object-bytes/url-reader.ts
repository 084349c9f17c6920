import { type IncomingMessage, request as askHttp } from 'node:http';
import { request as askHttps } from 'node:https';
import { addAbortSignal } from 'node:stream';
import { accessHeaders } from './access-headers';
import { DownloadClock, type DownloadTimes } from './download-clock';
import { downloadFailure } from './download-failure';
import { GuardedAgents } from './guarded-agents';
import type { ConnectionRules } from './guarded-connection';
import { type ByteLimits, passOn } from './pass-on';
import { follow } from './redirects';

export type UrlLimits = DownloadTimes & ByteLimits & ConnectionRules;

export interface UrlAccess {
  /** Of the access method; they are sent to the origin of its URL and nowhere else. */
  headers: Record<string, string>;
  /** What the object states, in bytes. */
  size: number;
  signal: AbortSignal;
}

/** Reads http(s) URLs that users point to, from servers that everybody may reach or that the operator has named. */
export class UrlReader {
  private readonly agents: GuardedAgents;

  constructor(private readonly limits: UrlLimits) {
    this.agents = new GuardedAgents(limits);
  }

  /**
   * Opens the bytes of an object, as many at a time as are taken.
   *
   * @throws JobFailure here or from the bytes: `address-refused`, `scheme-refused`, `credentials-refused`,
   *   `too-many-redirects`, `unreadable-object`, `object-too-large`, `compression-ratio` (final), `download-too-slow`,
   *   `unreachable-object` (may pass)
   */
  async open(first: URL, access: UrlAccess): Promise<AsyncIterable<Uint8Array>> {
    const clock = new DownloadClock(this.limits, access.signal);
    let asked = first;
    try {
      const { url, answer } = await follow(first, accessHeaders(first, access.headers), (next, headers) => {
        asked = next;
        clock.awaitAnswer();
        return this.ask(next, headers, clock.signal);
      });
      clock.awaitBytes();
      return passOn({ url, answer, size: access.size }, clock, this.limits);
    } catch (thrown) {
      clock.stop();
      throw downloadFailure(asked, thrown, clock.signal);
    }
  }

  /** Closes every connection; downloads under way fail. */
  close(): void {
    this.agents.close();
  }

  private async ask(
    url: URL,
    headers: Record<string, string>,
    signal: AbortSignal,
    again = false,
  ): Promise<IncomingMessage> {
    const request =
      url.protocol === 'https:'
        ? askHttps(url, { agent: this.agents.https, headers: sent(headers), signal })
        : askHttp(url, { agent: this.agents.http, headers: sent(headers), signal });
    try {
      return await new Promise((resolve, reject) => {
        request.once('response', (answer) => resolve(addAbortSignal(signal, answer)));
        request.on('error', reject);
        request.end();
      });
    } catch (thrown) {
      // The server may have closed a kept connection just when it was taken for this request.
      if (!request.reusedSocket || again || signal.aborted) throw thrown;
      return this.ask(url, headers, signal, true);
    }
  }
}

/** The bytes are wanted as they are kept: size and checksums are of those. */
function sent(headers: Record<string, string>): Record<string, string> {
  return { accept: '*/*', 'user-agent': 'callboard-site-worker', ...headers, 'accept-encoding': 'identity' };
}
