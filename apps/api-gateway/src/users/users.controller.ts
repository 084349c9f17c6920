import {
  type Caller,
  createUser,
  listUsers,
  replaceUser,
  ROUTES,
  type User,
  type UserReply,
} from '@callboard/contracts';
import { DomainError } from '@callboard/kernel';
import { RequestClient } from '@callboard/messaging';
import { Controller } from '@nestjs/common';
import { UserDirectory } from '../auth/user-directory';
import type { Asked } from '../routing/asked';
import { Route } from '../routing/route.decorator';
import { fullUser, setUser } from './user.view';

/** Users asked for at once; each may administer a thousand sites. */
const STEP = 200;

@Controller()
export class UsersController {
  constructor(
    private readonly requests: RequestClient,
    private readonly users: UserDirectory,
  ) {}

  @Route(ROUTES.me)
  async me({ caller }: Asked<typeof ROUTES.me>): Promise<UserReply> {
    if (caller.kind === 'site') return { username: caller.clientId };
    if (caller.kind !== 'user') throw new DomainError('unauthenticated', 'this token names no user');
    const user = await this.users.find(caller.username);
    if (user === undefined) throw new DomainError('unauthenticated', 'the user of this token is gone');
    return setUser(user);
  }

  @Route(ROUTES.createUser)
  async create({ body, caller, idempotencyKey }: Asked<typeof ROUTES.createUser>): Promise<UserReply> {
    return fullUser(await this.requests.request(createUser, body, { caller, idempotencyKey }));
  }

  @Route(ROUTES.replaceUser)
  async replace({ body, caller, idempotencyKey }: Asked<typeof ROUTES.replaceUser>): Promise<UserReply> {
    return fullUser(await this.requests.request(replaceUser, body, { caller, idempotencyKey }));
  }

  /** An array whole, as the contract has it: users are people, and few. */
  @Route(ROUTES.listUsers)
  async list({ caller }: Asked<typeof ROUTES.listUsers>): Promise<UserReply[]> {
    return (await this.everybody(caller)).map(fullUser);
  }

  private async everybody(caller: Caller): Promise<User[]> {
    const all: User[] = [];
    for (;;) {
      const after = all.at(-1)?.username;
      const asked = { limit: STEP, ...(after !== undefined && { after }) };
      const { users, more } = await this.requests.request(listUsers, asked, { caller });
      all.push(...users);
      if (!more) return all;
    }
  }
}
