import type { RouteContract, RouteMethod } from '@callboard/contracts';
import {
  createParamDecorator,
  Delete,
  type ExecutionContext,
  Get,
  HttpCode,
  Options,
  Patch,
  Post,
  Put,
  Redirect,
  SetMetadata,
  type StreamableFile,
} from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { type AskedOf, readAsked } from './asked';
import { routerPath } from './paths';

/** Key of the route's contract on a handler; the guard reads it. */
export const ROUTE = Symbol('ROUTE');

const METHODS: Record<RouteMethod, (path: string) => MethodDecorator> = {
  GET: Get,
  POST: Post,
  PUT: Put,
  PATCH: Patch,
  DELETE: Delete,
  OPTIONS: Options,
};

const AskedParam = createParamDecorator((route: RouteContract, context: ExecutionContext) =>
  readAsked(route, context.switchToHttp().getRequest<FastifyRequest>()),
);

/** The handler of a route: takes what was asked, gives the reply, or a stream of its bytes. */
type Handler<P, Q, B, O> = (asked: AskedOf<P, Q, B>) => Promise<O | StreamableFile> | O;

/**
 * Makes a method of a controller answer a route of the table: method, path, status, who may ask and the check of what
 * is sent all come from there. A handler of another shape does not compile. Routes of status 303 return `{url}`.
 */
export function Route<P, Q, B, O>(route: RouteContract<P, Q, B, O>) {
  return <H extends Handler<P, Q, B, O>>(
    target: object,
    name: string | symbol,
    descriptor: TypedPropertyDescriptor<H>,
  ): void => {
    METHODS[route.method](routerPath(route.path))(target, name, descriptor);
    SetMetadata(ROUTE, route)(target, name, descriptor);
    if (route.ok.status === 303) Redirect('/', 303)(target, name, descriptor);
    else HttpCode(route.ok.status)(target, name, descriptor);
    AskedParam(route)(target, name, 0);
  };
}
