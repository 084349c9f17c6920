import { type HealthReply, ROUTES, type VersionReply } from '@callboard/contracts';
import { Controller } from '@nestjs/common';
import { ReplyInstead } from '../errors/reply-instead';
import { PublicAddress } from '../public-address';
import { Route } from '../routing/route.decorator';
import { ServicesProbe } from './services-probe';
import { VERSIONS } from './versions';

@Controller()
export class SystemController {
  constructor(
    private readonly services: ServicesProbe,
    private readonly address: PublicAddress,
  ) {}

  @Route(ROUTES.health)
  async health(): Promise<HealthReply> {
    const health = { web_server: true, database: await this.services.allAnswer() };
    if (health.database) return health;
    throw new ReplyInstead(503, health);
  }

  @Route(ROUTES.version)
  version(): VersionReply {
    return VERSIONS;
  }

  @Route(ROUTES.root)
  root(): { url: string } {
    return { url: `${this.address.base}/docs` };
  }
}
