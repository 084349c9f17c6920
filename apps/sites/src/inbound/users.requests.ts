import { accepted, createUser, getUsers, type ItemReply, refused, type User } from '@callboard/contracts';
import { OnRequest, type RequestContext } from '@callboard/messaging';
import { Controller, Inject } from '@nestjs/common';
import { CreateUser, type UserOrder } from '../use-cases/create-user';
import { USERS_STORE, type UsersStore } from '../use-cases/users-store';

@Controller()
export class UsersRequests {
  constructor(
    private readonly create: CreateUser,
    @Inject(USERS_STORE) private readonly users: UsersStore,
  ) {}

  @OnRequest(createUser)
  createUser(input: UserOrder, { caller }: RequestContext): Promise<User> {
    return this.create.execute(input, caller);
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
