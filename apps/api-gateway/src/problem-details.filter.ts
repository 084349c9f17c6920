import { STATUS_CODES } from 'node:http';
import { isDrsPath } from '@callboard/contracts';
import type { Log } from '@callboard/kernel';
import { currentTraceparent, traceIdOf } from '@callboard/messaging';
import { LOG } from '@callboard/service-kit';
import {
  type ArgumentsHost,
  Catch,
  type ExceptionFilter,
  Inject,
  Injectable,
  NotFoundException,
} from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { inFormOf } from './errors/drs-error';
import { type Problem, problemOf } from './errors/problem';
import { methodsOf, pathIn } from './routing/paths';

/** Answers every error: in the contract's form, or as problem details (RFC 9457) where the client accepts them. */
@Catch()
@Injectable()
export class ProblemDetailsFilter implements ExceptionFilter {
  constructor(@Inject(LOG) private readonly log: Log) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const problem = problemIn(request, error);
    if (problem.status === 500) this.log.error({ err: error }, 'a request failed');
    else if (problem.status === 503) this.log.warn({ reason: problem.text }, 'refused for now');
    if (reply.sent) return;
    void reply.code(problem.status).headers(problem.headers);
    if (acceptsProblems(request)) void reply.type('application/problem+json').send(detailsOf(problem));
    else if (problem.status === 500 && !isDrsPath(pathOf(request)))
      void reply.type('text/plain; charset=utf-8').send(problem.body);
    else void reply.type('application/json; charset=utf-8').send(JSON.stringify(problem.body));
  }
}

/** In the form that the path has for errors. */
function problemIn(request: FastifyRequest, error: unknown): Problem {
  const problem =
    error instanceof NotFoundException ? ofUnroutable(request, problemOf(error)) : problemOf(error);
  return inFormOf(pathOf(request), problem);
}

const pathOf = ({ originalUrl }: FastifyRequest): string => pathIn(originalUrl);

/** An unknown path is 404; a known one with another method 405 (contract 0, "Other errors"). */
function ofUnroutable(request: FastifyRequest, notFound: Problem): Problem {
  const methods = methodsOf(pathOf(request));
  if (methods.length === 0) return notFound;
  return {
    status: 405,
    code: 'bad-request',
    text: `${request.method} is not for this path; it takes ${methods.join(', ')}`,
    body: { detail: 'Method Not Allowed' },
    headers: { Allow: methods.join(', ') },
  };
}

function acceptsProblems(request: FastifyRequest): boolean {
  return /application\/problem\+json/i.test(request.headers.accept ?? '');
}

function detailsOf({ status, code, text, more }: Problem): string {
  const title = STATUS_CODES[status] ?? 'Error';
  const trace = traceIdOf(currentTraceparent());
  return JSON.stringify({
    type: 'about:blank',
    title,
    status,
    detail: text,
    code,
    ...more,
    ...(trace === undefined ? {} : { trace_id: trace }),
  });
}
