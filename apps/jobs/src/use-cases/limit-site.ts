import type { Caller, SiteLimit } from '@callboard/contracts';
import { DomainError } from '@callboard/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { RUNTIME_SITE_ID } from './register-workflow';
import { requireRuntimeAdmin } from './rights';
import { SITE_LIMITS_STORE, type SiteLimitsStore } from './site-limits-store';

/** Sets how many jobs a site may hold at once. What it holds beyond that goes on. */
@Injectable()
export class LimitSite {
  constructor(
    @Inject(SITE_LIMITS_STORE) private readonly limits: SiteLimitsStore,
    @Inject(RUNTIME_SITE_ID) private readonly runtimeSite: string,
  ) {}

  /** @throws DomainError `forbidden`, `not-found` */
  async execute(siteId: string, maxRunning: number | null, caller: Caller): Promise<SiteLimit> {
    requireRuntimeAdmin(caller, this.runtimeSite, 'limit what sites run');
    if (!(await this.limits.limit(siteId, maxRunning)))
      throw new DomainError('not-found', `There is no site ${siteId}.`);
    return { max_running: maxRunning };
  }
}
