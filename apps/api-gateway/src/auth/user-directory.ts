import { type Caller, checkAllowance, getUsers, type User } from '@callboard/contracts';
import { RequestClient } from '@callboard/messaging';
import { Injectable } from '@nestjs/common';
import { Recent } from './recent';

const CALLER: Caller = { kind: 'service', service: 'api-gateway' };

/** Users and allowances as the service `sites` has them now, at most two seconds old. */
@Injectable()
export class UserDirectory {
  private readonly users = new Recent((username) => this.loadUser(username));
  private readonly allowances = new Recent((pair) => this.loadAllowance(pair));

  constructor(private readonly requests: RequestClient) {}

  /** @throws DomainError `unavailable` while `sites` does not answer */
  find(username: string): Promise<User | undefined> {
    return this.users.find(username);
  }

  /** Whether a user, or a site client by its id, has an allowance. @throws DomainError `unavailable` */
  isAllowed(username: string, action: string): Promise<boolean> {
    return this.allowances.find(JSON.stringify([username, action]));
  }

  private async loadUser(username: string): Promise<User | undefined> {
    const { items } = await this.requests.request(getUsers, { usernames: [username] }, { caller: CALLER });
    const [item] = items;
    return item?.ok === true ? item.item : undefined;
  }

  private async loadAllowance(pair: string): Promise<boolean> {
    const [username, action] = JSON.parse(pair) as [string, string];
    const reply = await this.requests.request(checkAllowance, { username, action }, { caller: CALLER });
    return reply.allowed;
  }
}
