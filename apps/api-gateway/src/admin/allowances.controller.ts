import {
  ACTIONS,
  type Allowance,
  giveAllowance,
  listAllowances,
  ROUTES,
  takeAllowance,
} from '@callboard/contracts';
import { RequestClient } from '@callboard/messaging';
import { Controller } from '@nestjs/common';
import { demandAllowed } from '../auth/demand-allowed';
import type { Asked } from '../routing/asked';
import { Route } from '../routing/route.decorator';

/** Who may do what beyond roles (contract 2.9). `sites` asks its tables whether the caller may. */
@Controller()
export class AllowancesController {
  constructor(private readonly requests: RequestClient) {}

  @Route(ROUTES.listActions)
  actions({ caller }: Asked<typeof ROUTES.listActions>): string[] {
    demandAllowed(ROUTES.listActions.auth, caller);
    return [...ACTIONS].sort();
  }

  @Route(ROUTES.listAllowances)
  async list({ query, caller }: Asked<typeof ROUTES.listAllowances>): Promise<{ resources: Allowance[] }> {
    const { allowances } = await this.requests.request(listAllowances, query, { caller });
    return { resources: allowances };
  }

  @Route(ROUTES.giveAllowance)
  give({ body, caller, idempotencyKey }: Asked<typeof ROUTES.giveAllowance>): Promise<Allowance> {
    return this.requests.request(giveAllowance, body, { caller, idempotencyKey });
  }

  @Route(ROUTES.takeAllowance)
  async take({ query, caller }: Asked<typeof ROUTES.takeAllowance>): Promise<void> {
    await this.requests.request(takeAllowance, query, { caller });
  }
}
