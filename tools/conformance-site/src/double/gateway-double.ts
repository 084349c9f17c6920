import { ROUTES, type RouteContract } from '@callboard/contracts';
import { DomainError, silentLog } from '@callboard/kernel';
import { NotFoundException } from '@nestjs/common';
import { ExecutionContextHost } from '@nestjs/core/helpers/execution-context-host';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { rememberCaller } from '../../../../apps/api-gateway/src/auth/caller-of';
import { ProblemDetailsFilter } from '../../../../apps/api-gateway/src/problem-details.filter';
import { type AskedOf, readAsked } from '../../../../apps/api-gateway/src/routing/asked';
import { routerPath } from '../../../../apps/api-gateway/src/routing/paths';
import { httpAdapter } from '../../../../apps/api-gateway/src/server/http-server';
import { readBodies } from '../../../../apps/api-gateway/src/server/read-bodies';
import { redirectTrailingSlashes } from '../../../../apps/api-gateway/src/server/trailing-slash';
import type { Board } from '../board/board';
import { ANSWERED, type AnsweredRoute, type Answers, answersOn } from './answers';
import type { CallLog } from './call-log';
import type { Faults } from './faults';
import { KeptReplies } from './kept-replies';
import type { Tokens } from './tokens';

/** What the double plays with. */
export interface Parts {
  readonly board: Board;
  readonly tokens: Tokens;
  readonly calls: CallLog;
  readonly faults: Faults;
}

/**
 * Stands in for the gateway and what is behind it. Requests are read, and errors told, by the gateway's own code, and
 * every reply is held against the contract of its route before it is sent: so the double says what the gateway would.
 */
export class GatewayDouble {
  private readonly server: FastifyInstance = httpAdapter().getInstance();
  private readonly errors = new ProblemDetailsFilter(silentLog);
  private readonly answers: Answers;
  private readonly kept = new KeptReplies();

  private constructor(private readonly parts: Parts) {
    this.answers = answersOn(parts.board, parts.tokens);
  }

  static async listen(
    parts: Parts,
    host: string,
    port: number,
  ): Promise<{ double: GatewayDouble; url: string }> {
    const double = new GatewayDouble(parts);
    double.prepare();
    return { double, url: await double.server.listen({ host, port }) };
  }

  async close(): Promise<void> {
    this.server.server.closeAllConnections();
    await this.server.close();
  }

  private prepare(): void {
    const { server, parts } = this;
    readBodies(server);
    redirectTrailingSlashes(server);
    server.setErrorHandler((error, request, reply) => this.refuse(error, request, reply));
    server.setNotFoundHandler((request, reply) => {
      parts.calls.begin(request, undefined);
      this.refuse(new NotFoundException(), request, reply);
    });
    server.addHook('onResponse', (request, reply, done) => {
      parts.calls.end(request, reply.statusCode);
      done();
    });
    for (const name of ANSWERED) this.route(name);
  }

  private route(name: AnsweredRoute): void {
    const route: RouteContract = ROUTES[name] as RouteContract;
    this.server.route({
      method: route.method,
      url: routerPath(route.path),
      handler: (request, reply) => this.answer(name, route, request, reply),
    });
  }

  private answer(
    name: AnsweredRoute,
    route: RouteContract,
    request: FastifyRequest,
    reply: FastifyReply,
  ): unknown {
    const call = this.parts.calls.begin(request, name);
    const fault = this.parts.faults.take(call);
    if (fault === 'cut') return this.cut(request, reply);
    if (fault === 'unavailable')
      throw new DomainError('unavailable', 'a service does not answer', { retry_after_s: 1 });
    this.admit(route, request);
    const asked = readAsked(route, request);
    call.body = asked.body;
    const body = this.kept.once(asked.idempotencyKey, [name, asked.params, asked.body], () =>
      (this.answers[name] as (asked: AskedOf<unknown, unknown, unknown>) => unknown)(asked),
    );
    // A projection leaves out what the shape of a whole item has.
    if (!isProjected(asked.query)) checked(route, body);
    if (name === 'claimJob') call.given = (body as { id: string }).id;
    if (fault === 'lose-reply') return this.cut(request, reply);
    return reply.code(route.ok.status).type('application/json; charset=utf-8').send(JSON.stringify(body));
  }

  /** Who asks, as far as the route minds. */
  private admit({ auth, noticesSites }: RouteContract, request: FastifyRequest): void {
    const { tokens } = this.parts;
    const { authorization } = request.headers;
    const isOpen = auth === 'anon';
    // A public read stays one, whatever token comes with it (contract 0).
    if (isOpen && !(noticesSites && tokens.isGood(authorization))) return;
    if (!isOpen) tokens.verify(authorization);
    const { siteId, clientId } = tokens.site;
    rememberCaller(request, { kind: 'site', siteId, clientId });
  }

  private cut(request: FastifyRequest, reply: FastifyReply): FastifyReply {
    reply.hijack();
    request.raw.socket.destroy();
    this.parts.calls.end(request, undefined);
    return reply;
  }

  private refuse(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
    this.parts.calls.refused(request, error);
    this.errors.catch(error, new ExecutionContextHost([request, reply]));
  }
}

const isProjected = (query: unknown): boolean =>
  Boolean((query as { projection?: string } | undefined)?.projection);

/** A reply that its route does not have is a fault of the double, never of the worker. */
function checked({ path, ok }: RouteContract, body: unknown): void {
  const { error } = ok.schema?.safeParse(body) ?? {};
  if (error) throw new Error(`the double itself is at fault, its reply breaks ${path}: ${error.message}`);
}
