import {
  accepted,
  createUser,
  getUsers,
  type ItemReply,
  listUsers,
  refused,
  replaceUser,
  type User,
  type UserReplacement,
} from '@callboard/contracts';
import { OnRequest, type RequestContext } from '@callboard/messaging';
import { Controller, Inject } from '@nestjs/common';
import { CreateUser, type NewUserOrder } from '../use-cases/create-user';
import { DemandUserAdmin } from '../use-cases/demand-user-admin';
import { ReplaceUser } from '../use-cases/replace-user';
import { USERS_STORE, type UsersStore } from '../use-cases/users-store';

@Controller()
export class UsersRequests {
  constructor(
    private readonly create: CreateUser,
    private readonly replace: ReplaceUser,
    private readonly userAdmin: DemandUserAdmin,
    @Inject(USERS_STORE) private readonly users: UsersStore,
  ) {}

  @OnRequest(createUser)
  createUser(input: NewUserOrder, { caller }: RequestContext): Promise<User> {
    return this.create.execute(input, caller);
  }

  @OnRequest(replaceUser)
  replaceUser(input: UserReplacement, { caller }: RequestContext): Promise<User> {
    return this.replace.execute(input, caller);
  }

  @OnRequest(listUsers)
  async listUsers(
    { after, limit }: { after?: string | undefined; limit: number },
    { caller }: RequestContext,
  ): Promise<{ users: User[]; more: boolean }> {
    await this.userAdmin.of(caller, 'see all users');
    return this.users.page(after, limit);
  }

  @OnRequest(getUsers)
  async getUsers({ usernames }: { usernames: string[] }): Promise<{ items: ItemReply<User>[] }> {
    const found = new Map((await this.users.find(usernames)).map((user) => [user.username, user]));
    const items = usernames.map((username) => {
      const user = found.get(username);
      return user === undefined ? refused('not-found', `there is no user '${username}'`) : accepted(user);
    });
    return { items };
  }
}
