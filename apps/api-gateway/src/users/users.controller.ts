import { createUser, ROUTES, type UserReply } from '@callboard/contracts';
import { DomainError } from '@callboard/kernel';
import { RequestClient } from '@callboard/messaging';
import { Controller } from '@nestjs/common';
import { UserDirectory } from '../auth/user-directory';
import type { Asked } from '../routing/asked';
import { Route } from '../routing/route.decorator';
import { fullUser, setUser } from './user.view';

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
}
