import type { Caller, RouteAuth, RouteContract } from '@callboard/contracts';
import { DomainError } from '@callboard/kernel';
import { TokenVerifier } from '@callboard/service-kit';
import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { ROUTE } from '../routing/route.decorator';
import { GATEWAY_SETTINGS, type GatewaySettings } from '../settings';
import { rememberCaller } from './caller-of';
import { UserDirectory } from './user-directory';

/** Lets a request through only for those whom the route's `auth` names (contract 0, "Auth words"). */
@Injectable()
export class AuthGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly tokens: TokenVerifier,
    private readonly users: UserDirectory,
    @Inject(GATEWAY_SETTINGS) private readonly settings: GatewaySettings,
  ) {}

  /** @throws DomainError `unauthenticated`, `forbidden`, `bad-request` (a disabled user), `unavailable` */
  async canActivate(context: ExecutionContext): Promise<boolean> {
    const route = this.reflector.get<RouteContract | undefined>(ROUTE, context.getHandler());
    if (route === undefined || route.auth === 'anon') return true;
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const { caller } = await this.tokens.verify(bearerToken(request.headers.authorization));
    if (route.auth === 'site' && caller.kind !== 'site') {
      throw new DomainError('unauthenticated', 'this call is for sites: use a token of a site client');
    }
    const current = caller.kind === 'user' ? await this.asOfNow(caller) : caller;
    this.refuseUnlessAllowed(route.auth, current);
    rememberCaller(request, current);
    return true;
  }

  /** A token lives a day; what its user may do is asked anew. While `sites` is down the token's word stands. */
  private async asOfNow(caller: Extract<Caller, { kind: 'user' }>): Promise<Caller> {
    try {
      const user = await this.users.find(caller.username);
      if (user === undefined) throw new DomainError('unauthenticated', 'the user of this token is gone');
      if (user.disabled) throw new DomainError('bad-request', 'this user is disabled: ask a user admin');
      return { ...caller, administers: user.site_admin };
    } catch (error) {
      if (error instanceof DomainError && error.code === 'unavailable') return caller;
      throw error;
    }
  }

  private refuseUnlessAllowed(auth: RouteAuth, caller: Caller): void {
    const site = this.settings.RUNTIME_SITE_ID;
    if (auth !== 'runtime-admin') return;
    if (caller.kind === 'user' && caller.administers.includes(site)) return;
    throw new DomainError('forbidden', `only users who administer the site ${site} may do this`);
  }
}

function bearerToken(header: string | undefined): string {
  const [, token] = /^bearer +([^\s]+) *$/i.exec(header ?? '') ?? [];
  if (token !== undefined) return token;
  const text = header === undefined ? 'no access token' : 'this is no bearer token';
  throw new DomainError('unauthenticated', `${text}: send Authorization: Bearer <token>`);
}
