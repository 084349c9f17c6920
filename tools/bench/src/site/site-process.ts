import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import type { SiteSettings } from '@callboard/site-kit';
import type { Bench } from '../place/bench';
import type { Named } from '../place/process-table';
import type { FromSite, SettledJob } from './noop-site';

/** A process of the site that takes jobs of one workflow, does nothing with them, and tells when each was settled. */
export class SiteProcess {
  readonly settled: SettledJob[] = [];
  private heard: () => void = () => undefined;
  private ready = false;
  private gone = false;

  private constructor(private readonly child: ChildProcess) {
    child.on('message', (message: FromSite) => {
      if ('ready' in message) this.ready = true;
      else this.settled.push(...message.settled);
      this.heard();
    });
    child.on('exit', () => {
      this.gone = true;
      this.heard();
    });
  }

  static start({ site }: Bench, workflowId: string, slots: number): SiteProcess {
    const env = { ...process.env, ...environmentOf(site) };
    return new SiteProcess(fork(join(__dirname, 'noop-site.js'), [workflowId, String(slots)], { env }));
  }

  get named(): Named[] {
    return this.child.pid === undefined ? [] : [{ name: 'the site', pid: this.child.pid }];
  }

  untilReady(): Promise<void> {
    return this.until(() => this.ready);
  }

  /** Waits until so many jobs were settled since the start; `say` hears how many. */
  untilSettled(count: number, say: (line: string) => void = () => undefined): Promise<void> {
    return this.until(() => {
      say(`${this.settled.length} of ${count} settled`);
      return this.settled.length >= count;
    });
  }

  stop(): void {
    this.child.kill('SIGKILL');
  }

  private async until(done: () => boolean): Promise<void> {
    while (!done()) {
      if (this.gone) throw new Error('the site of the bench has ended');
      await new Promise<void>((resolve) => (this.heard = resolve));
    }
  }
}

/** The variables that site-kit reads. */
function environmentOf(site: SiteSettings): Record<string, string> {
  return {
    SITE_ID: site.siteId,
    SITE_CLIENT_ID: site.clientId,
    SITE_CLIENT_SECRET: site.clientSecret,
    GATEWAY_URL: site.gatewayUrl,
    NATS_URL: site.natsUrl,
    NATS_USER: site.natsUser,
    NATS_PASSWORD: site.natsPassword,
  };
}
