import { checkAllowance } from '@callboard/contracts';
import { OnRequest } from '@callboard/messaging';
import { Controller, Inject } from '@nestjs/common';
import { ALLOWANCES_STORE, type AllowancesStore } from '../use-cases/allowances-store';

@Controller()
export class AllowancesRequests {
  constructor(@Inject(ALLOWANCES_STORE) private readonly allowances: AllowancesStore) {}

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
}
