import { ROUTES, type RouteContract } from '@callboard/contracts';
import { messageOf } from '@callboard/kernel';
import type { FastifyRequest } from 'fastify';
import { problemOf } from '../../../../apps/api-gateway/src/errors/problem';
import { ShapeError } from '../../../../apps/api-gateway/src/errors/shape-error';
import { methodsOf } from '../../../../apps/api-gateway/src/routing/paths';
import type { AnsweredRoute } from './answers';
import type { Call, Finding } from './call';
import { NoToken } from './tokens';

const MOST_CHARACTERS = 500;

/** Everything that the worker asked, in order, and what it had wrong. */
export class CallLog {
  readonly calls: Call[] = [];
  readonly findings: Finding[] = [];
  private readonly open = new WeakMap<object, Call>();

  constructor(private readonly now: () => number) {}

  begin(request: FastifyRequest, route: AnsweredRoute | undefined): Call {
    const { job_id, op_id } = (request.params ?? {}) as Record<string, string | undefined>;
    const { method, originalUrl: url } = request;
    const call: Call = { at: this.now(), method, url, route, about: job_id ?? op_id };
    this.calls.push(call);
    this.open.set(request, call);
    return call;
  }

  end(request: object, status: number | undefined): void {
    const call = this.open.get(request);
    if (call === undefined) return;
    call.over = this.now();
    if (status !== undefined) call.status = status;
  }

  /** A request that was refused; what no worker should send becomes a finding. */
  refused(request: object, error: unknown): void {
    const call = this.open.get(request);
    if (call === undefined) return;
    const { code } = problemOf(error);
    call.code = code;
    const finding = findingIn(call, error, code);
    if (finding === undefined) return;
    this.findings.push({ ...finding, call: nameOf(call), text: finding.text.slice(0, MOST_CHARACTERS) });
  }
}

/** Refusals that no state of a job leads to, only a request that is wrong in itself. */
const WRONG_BY_ITSELF = [
  'bad-request',
  'invalid-input',
  'forbidden',
  'wrong-credentials',
  'idempotency-key-reused',
];

function findingIn(call: Call, error: unknown, code: string): Omit<Finding, 'call'> | undefined {
  if (call.route === undefined) return notAnswered(call);
  const text = wrongIn(call, error, code);
  return text === undefined ? undefined : { kind: 'wrong', text };
}

/** A route that the gateway has is one that the double does not play; any other is a mistake. */
function notAnswered({ method, url }: Call): Omit<Finding, 'call'> {
  const methods: string[] = methodsOf(url.split('?')[0] ?? '');
  if (methods.includes(method))
    return { kind: 'not played', text: 'no worker needs this to take jobs, so it is not played here' };
  const right =
    methods.length > 0 ? `it takes ${methods.join(', ')}` : 'see docs/openapi.json for those there are';
  return { kind: 'wrong', text: `there is no such route: ${right}` };
}

function wrongIn(call: Call, error: unknown, code: string): string | undefined {
  if (error instanceof ShapeError || error instanceof NoToken) return error.message;
  if (code === 'not-found') return `${call.about} is no id that was given out: take it from the reply`;
  if (WRONG_BY_ITSELF.includes(code) || code === 'internal') return messageOf(error);
  return undefined;
}

function nameOf({ route, method, url }: Call): string {
  if (route === undefined) return `${method} ${url.split('?')[0]}`;
  const { path }: Pick<RouteContract, 'path'> = ROUTES[route];
  return `${method} ${path}`;
}
