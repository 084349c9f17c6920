import {
  type Allowance,
  checkAllowance,
  giveAllowance,
  listAllowances,
  takeAllowance,
} from '@callboard/contracts';
import { OnRequest, type RequestContext } from '@callboard/messaging';
import { Controller, Inject } from '@nestjs/common';
import { ALLOWANCES_STORE, type AllowancesStore } from '../use-cases/allowances-store';
import { ChangeAllowances } from '../use-cases/change-allowances';

@Controller()
export class AllowancesRequests {
  constructor(
    @Inject(ALLOWANCES_STORE) private readonly allowances: AllowancesStore,
    private readonly change: ChangeAllowances,
  ) {}

  @OnRequest(checkAllowance)
  async checkAllowance({
    username,
    action,
  }: {
    username: string;
    action: string;
  }): Promise<{ allowed: boolean }> {
    return { allowed: await this.allowances.has(username, action) };
  }

  @OnRequest(listAllowances)
  async list(asked: Partial<Allowance>, { caller }: RequestContext): Promise<{ allowances: Allowance[] }> {
    return { allowances: await this.change.list(asked, caller) };
  }

  @OnRequest(giveAllowance)
  give(allowance: Allowance, { caller }: RequestContext): Promise<Allowance> {
    return this.change.give(allowance, caller);
  }

  @OnRequest(takeAllowance)
  async take(allowance: Allowance, { caller }: RequestContext): Promise<Record<string, never>> {
    await this.change.take(allowance, caller);
    return {};
  }
}
