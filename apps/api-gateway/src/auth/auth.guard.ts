import { type Caller, isOpen, judge, type RightName, RIGHTS, type RouteContract } from '@callboard/contracts';
import { DomainError } from '@callboard/kernel';
import { TokenVerifier } from '@callboard/service-kit';
import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { ROUTE } from '../routing/route.decorator';
import { GATEWAY_SETTINGS, type GatewaySettings } from '../settings';
import { CallerAllowances, unlessUnavailable } from './caller-allowances';
import { rememberCaller } from './caller-of';
import { UserDirectory } from './user-directory';

/** Who asks, as it stands now. */
interface Known {
  caller: Caller;
  disabled: boolean;
}

/**
 * Lets a request through as the table of rights has it (design 7). What depends on the thing that is asked about, or on
 * an allowance, is left to the service that owns it.
 */
@Injectable()
export class AuthGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly tokens: TokenVerifier,
    private readonly users: UserDirectory,
    private readonly allowances: CallerAllowances,
    @Inject(GATEWAY_SETTINGS) private readonly settings: GatewaySettings,
  ) {}

  /** @throws DomainError `unauthenticated`, `forbidden`, `bad-request` (a disabled user), `unavailable` */
  async canActivate(context: ExecutionContext): Promise<boolean> {
    const route = this.reflector.get<RouteContract | undefined>(ROUTE, context.getHandler());
    if (route === undefined) throw new Error('a handler without a route has no right that guards it');
    const { auth, noticesSites } = route;
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    if (isOpen(auth)) {
      if (noticesSites) await this.noticeSite(request);
      return true;
    }
    const { caller: sent } = await this.tokens.verify(bearerToken(request.headers.authorization));
    // A token of the wrong kind is refused as such, whatever its user may do.
    if (judge(auth, sent, {}) === 401) throw wrongKind();
    const { caller, disabled } = await this.asOfNow(sent);
    const verdict = judge(auth, caller, { disabled, runtimeSite: this.settings.RUNTIME_SITE_ID });
    refuseUnlessJudged(auth, verdict);
    rememberCaller(request, verdict === 'ask' ? await this.allowances.lookUp(auth, caller) : caller);
    return true;
  }

  /** A public read stays one, whatever token comes with it (contract 0). */
  private async noticeSite(request: FastifyRequest): Promise<void> {
    if (request.headers.authorization === undefined) return;
    try {
      const { caller } = await this.tokens.verify(bearerToken(request.headers.authorization));
      if (caller.kind === 'site') rememberCaller(request, caller);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
    }
  }

  /** A token lives a day; what its user may do is asked anew. While `sites` is down the token's word stands. */
  private async asOfNow(caller: Caller): Promise<Known> {
    if (caller.kind !== 'user') return { caller, disabled: false };
    const user = await this.users.find(caller.username).catch(unlessUnavailable('unknown' as const));
    if (user === 'unknown') return { caller, disabled: false };
    if (user === undefined) throw new DomainError('unauthenticated', 'the user of this token is gone');
    return { caller: { ...caller, administers: user.site_admin }, disabled: user.disabled };
  }
}

function refuseUnlessJudged(auth: RightName, verdict: ReturnType<typeof judge>): void {
  if (verdict === 400) throw new DomainError('bad-request', 'this user is disabled: ask a user admin');
  if (verdict === 401) throw wrongKind();
  if (verdict === 403)
    throw new DomainError('forbidden', `not for you to ask. Who may: ${RIGHTS[auth].words}`);
}

const wrongKind = (): DomainError =>
  new DomainError('unauthenticated', 'this call is for sites: use a token of a site client');

function bearerToken(header: string | undefined): string {
  const [, token] = /^bearer +([^\s]+) *$/i.exec(header ?? '') ?? [];
  if (token !== undefined) return token;
  const text = header === undefined ? 'no access token' : 'this is no bearer token';
  throw new DomainError('unauthenticated', `${text}: send Authorization: Bearer <token>`);
}
