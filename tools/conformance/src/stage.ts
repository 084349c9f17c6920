import { randomBytes } from 'node:crypto';
import { Caller } from './caller';
import { type Documents } from './documents';
import { NotTried } from './outcome';
import { session } from './session';

export interface SiteLogin {
  readonly siteId: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

export interface AdminLogin {
  readonly username: string;
  readonly password: string;
}

/** Whom the kit plays with. */
export interface Cast {
  readonly url: string;
  readonly site?: SiteLogin;
  readonly admin?: AdminLogin;
}

/** What a check has made, for those after it. */
export interface Things {
  /** Registered by the kit, without a type yet. */
  object: string;
  /** Made by a trigger. */
  triggeredJob: string;
  /** The operation under which that job was worked on. */
  operation: string;
  /** Posted as the scheduler does. */
  postedJob: string;
  /** The operation of the last claim of that one. */
  claimed: string;
  /** Submitted, and to be read. */
  documents: Documents;
  /** The results of a worker, beside those. */
  results: Documents;
}

/** What all checks of a run share: who calls, what there is by now, and what will stay behind. */
export class Stage {
  /** Marks all that the kit makes. */
  readonly mark = `conformance-${randomBytes(6).toString('hex')}`;
  readonly anyone: Caller;
  private readonly left: { what: string; remove?: () => Promise<boolean> }[] = [];
  private readonly releases: (() => Promise<unknown>)[] = [];
  private readonly things: Partial<Things> = {};
  private readonly sessions: { site?: Caller; admin?: Caller };

  constructor(readonly cast: Cast) {
    const { url, site, admin } = cast;
    this.anyone = new Caller(url);
    this.sessions = {
      site: site && session(url, clientForm(site)),
      admin: admin && session(url, { grant_type: 'password', ...admin }),
    };
  }

  get site(): Caller {
    return this.sessions.site ?? refuse('no site was given: --site FILE, or SITE_ID and its credentials');
  }

  get siteLogin(): SiteLogin {
    return this.cast.site ?? refuse('no site was given: --site FILE, or SITE_ID and its credentials');
  }

  /** Whoever of the cast is the likelier to have an allowance. */
  get privileged(): Caller {
    return this.sessions.admin ?? this.site;
  }

  get admin(): Caller {
    return this.sessions.admin ?? refuse('no admin was given: CALLBOARD_ADMIN_PASSWORD');
  }

  put<K extends keyof Things>(name: K, thing: Things[K]): void {
    this.things[name] = thing;
  }

  /** @throws NotTried when the check that makes it has not succeeded */
  take<K extends keyof Things>(name: K): Things[K] {
    return this.things[name] ?? refuse(`it needs the ${name} of an earlier check, which did not succeed`);
  }

  /** Something is made that stays, unless it can be removed in the end: then `remove` says whether it was. */
  leaves(what: string, remove?: () => Promise<boolean>): void {
    this.left.unshift({ what, remove });
  }

  /** A claim is made, which is given back in the end. */
  claims(jobId: string): void {
    this.releases.push(() => this.site.post(`/jobs/${jobId}:release`));
  }

  /** Cleans up as far as the gateway lets it, the last thing first; gives what stays, in words. */
  async end(): Promise<string[]> {
    for (const release of this.releases) await release().catch(() => undefined);
    const stays: string[] = [];
    for (const { what, remove } of this.left) {
      const removed = (await remove?.().catch(() => false)) ?? false;
      if (!removed) stays.unshift(what);
    }
    return stays;
  }
}

export function clientForm({ clientId, clientSecret }: SiteLogin): Record<string, string> {
  return { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret };
}

function refuse(why: string): never {
  throw new NotTried(why);
}
