import { type Allowance, type Caller, nameOfCaller } from '@callboard/contracts';
import { DomainError, type Log } from '@callboard/kernel';
import { LOG } from '@callboard/service-kit';
import { Inject, Injectable } from '@nestjs/common';
import { ALLOWANCES_STORE, type AllowancesStore } from './allowances-store';
import { AllowedCaller } from './allowed-caller';

const RIGHT = '/admin/allowances';

/** Allowances are seen, given and taken away by those who have the one for it (contract 2.9). */
@Injectable()
export class ChangeAllowances {
  constructor(
    private readonly allowed: AllowedCaller,
    @Inject(ALLOWANCES_STORE) private readonly allowances: AllowancesStore,
    @Inject(LOG) private readonly log: Log,
  ) {}

  /** Refusals: those of {@link AllowedCaller}. */
  async list(asked: Partial<Allowance>, caller: Caller): Promise<Allowance[]> {
    await this.allowed.of(caller, RIGHT);
    return this.allowances.list(asked);
  }

  /** Refusals: `already-exists`, those of {@link AllowedCaller}. */
  async give(allowance: Allowance, caller: Caller): Promise<Allowance> {
    await this.allowed.of(caller, RIGHT);
    if (!(await this.allowances.give(allowance, nameOfCaller(caller))))
      throw new DomainError(
        'already-exists',
        `'${allowance.username}' has the allowance for ${allowance.action} already`,
      );
    this.log.info({ ...allowance, by: nameOfCaller(caller) }, 'allowance given');
    return allowance;
  }

  /** Refusals: `not-found`, those of {@link AllowedCaller}. */
  async take(allowance: Allowance, caller: Caller): Promise<void> {
    await this.allowed.of(caller, RIGHT);
    if (!(await this.allowances.take(allowance, nameOfCaller(caller))))
      throw new DomainError(
        'not-found',
        `'${allowance.username}' has no allowance for ${allowance.action} to take away`,
      );
    this.log.info({ ...allowance, by: nameOfCaller(caller) }, 'allowance taken away');
  }
}
