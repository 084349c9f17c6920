import { SERVICES } from '@callboard/contracts';
import type { AppName } from '../../../../../tools/dev-stack/src/process-plans';
import type { Servers } from '../../../../../tools/dev-stack/src/servers';
import type { AppSettings } from '../../../../../tools/dev-stack/src/stack';
import { OwnNetwork } from './own-network';
import { Way } from './way';

/** Ways of single apps to NATS and to PostgreSQL, each of which can be cut by itself; how, see {@link Way}. */
export class Ways {
  private readonly ways = new Map<string, Way>();
  private readonly network = OwnNetwork.open();

  /** Settings by which each app goes its own ways. */
  async environment(servers: Servers): Promise<AppSettings> {
    const settings: AppSettings = {};
    for (const app of [...SERVICES, 'api-gateway'] as const) {
      const nats = await this.open(`${app} to NATS`, servers.natsUrl);
      settings[app] = { NATS_URL: nats };
      if (app === 'api-gateway') continue;
      const database = await this.open(`${app} to PostgreSQL`, servers.databaseUrl(app));
      settings[app] = { NATS_URL: nats, DATABASE_URL: database };
    }
    this.natsOfWorkers = await this.open('worker to NATS', servers.natsUrl);
    return settings;
  }

  /** Where a worker finds NATS that is to be cut off. */
  natsOfWorkers = '';

  of(app: AppName | 'worker', to: 'NATS' | 'PostgreSQL'): Way {
    const found = this.ways.get(`${app} to ${to}`);
    if (!found) throw new Error(`no way from ${app} to ${to}`);
    return found;
  }

  get all(): [string, Way][] {
    return [...this.ways];
  }

  close(): void {
    for (const way of this.ways.values()) way.close();
  }

  private async open(name: string, target: string): Promise<string> {
    const url = new URL(target);
    const way = await Way.to(Number(url.port), this.network);
    this.ways.set(name, way);
    // The form of URL knows no port of a scheme that it does not know, but keeps one that is there.
    url.port = String(way.port);
    url.hostname = way.host;
    return url.href.replace(/\/$/, '');
  }
}
