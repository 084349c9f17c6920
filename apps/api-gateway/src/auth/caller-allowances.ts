import { type Caller, type Right, type RightName, RIGHTS } from '@callboard/contracts';
import { DomainError } from '@callboard/kernel';
import { Injectable } from '@nestjs/common';
import { UserDirectory } from './user-directory';

/** What a caller is allowed by name, for whoever decides by it. */
@Injectable()
export class CallerAllowances {
  constructor(private readonly users: UserDirectory) {}

  /** The caller, with the allowance that the right can come from; while `sites` is down there is none. */
  async lookUp(right: RightName, caller: Caller): Promise<Caller> {
    const { action }: Right = RIGHTS[right];
    if (action === undefined || (caller.kind !== 'user' && caller.kind !== 'site')) return caller;
    const name = caller.kind === 'user' ? caller.username : caller.clientId;
    const allowed = await this.users.isAllowed(name, action).catch(unlessUnavailable(false));
    return allowed ? { ...caller, allowances: [action] } : caller;
  }
}

/** Another answer while a service is down. */
export const unlessUnavailable =
  <T>(otherwise: T) =>
  (error: unknown): T => {
    if (error instanceof DomainError && error.code === 'unavailable') return otherwise;
    throw error;
  };
