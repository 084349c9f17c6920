import { getUsers, type User } from '@callboard/contracts';
import { RequestClient } from '@callboard/messaging';
import { Injectable } from '@nestjs/common';

/** How long a change of a user may go unseen, in ms (design 7). */
const FRESH_MS = 2_000;
const MOST_KEPT = 5_000;

interface Kept {
  at: number;
  user: Promise<User | undefined>;
}

/** Users as the service `sites` has them now, at most two seconds old. */
@Injectable()
export class UserDirectory {
  private readonly kept = new Map<string, Kept>();

  constructor(private readonly requests: RequestClient) {}

  /** @throws DomainError `unavailable` while `sites` does not answer */
  find(username: string): Promise<User | undefined> {
    const known = this.kept.get(username);
    if (known !== undefined && performance.now() - known.at < FRESH_MS) return known.user;
    if (this.kept.size >= MOST_KEPT) this.kept.clear();
    const user = this.load(username);
    this.kept.set(username, { at: performance.now(), user });
    user.catch(() => this.kept.delete(username));
    return user;
  }

  private async load(username: string): Promise<User | undefined> {
    const caller = { kind: 'service', service: 'api-gateway' } as const;
    const { items } = await this.requests.request(getUsers, { usernames: [username] }, { caller });
    const [item] = items;
    return item?.ok === true ? item.item : undefined;
  }
}
