import type { Caller, EventContract, RequestContract } from '@callboard/contracts';
import { Catch, type ExceptionFilter, UseFilters } from '@nestjs/common';
import { Ctx, EventPattern, MessagePattern, Payload } from '@nestjs/microservices';
import { type Observable, throwError } from 'rxjs';
import type { Door } from './observer';

/** Marks the handlers that {@link import('./nats-transport').NatsTransport} serves. */
export const NATS_TRANSPORT = Symbol('NATS_TRANSPORT');

/** What a request handler knows besides its input. By the door `site` the caller is a verified site. */
export interface RequestContext {
  readonly caller: Caller;
  readonly traceparent: string;
  readonly door: Door;
}

/** What an event handler knows besides the payload. `deliveries` counts from 1; `time` is when it happened. */
export interface EventContext {
  readonly id: string;
  readonly time: string;
  readonly deliveries: number;
  readonly traceparent: string;
}

export type RequestHandler<I, O> = (input: I, context: RequestContext) => Promise<O>;
export type EventHandler<T> = (payload: T, context: EventContext) => Promise<void>;

/** Nest turns unknown errors into "Internal server error"; the transport must see them as they were thrown. */
@Catch()
class PassErrorsOn implements ExceptionFilter {
  catch(error: unknown): Observable<never> {
    return throwError(() => error);
  }
}

/** A decorator that only fits methods of the contract's shape: a wrong input or output does not compile. */
type HandlerDecorator<Shape> = <H extends Shape>(
  target: object,
  method: string | symbol,
  descriptor: TypedPropertyDescriptor<H>,
) => void;

/**
 * Makes a method of a `@Controller()` answer a request: `(input, context) => Promise<output>`. It serves
 * `rpc.<service>.<verb>.v1` and, if the contract is for sites, `site.*.<verb>.v1` as well.
 * A thrown DomainError becomes the refusal; anything else becomes `internal` and is logged.
 */
export function OnRequest<I, O>(contract: RequestContract<I, O>): HandlerDecorator<RequestHandler<I, O>> {
  return decorate(MessagePattern(contract.subject, NATS_TRANSPORT, { contract }));
}

/**
 * Makes a method of a `@Controller()` hear an event: `(payload, context) => Promise<void>`, by a JetStream durable of
 * its own per (service, subject). Returning acknowledges; {@link import('./dead-letters').Reject} gives the event
 * up; any other error has it delivered again, later and later. Events come in any order and more than once.
 */
export function OnEvent<T>(contract: EventContract<T>): HandlerDecorator<EventHandler<T>> {
  return decorate(EventPattern(contract.subject, NATS_TRANSPORT, { contract }));
}

function decorate<Shape>(pattern: MethodDecorator): HandlerDecorator<Shape> {
  return (target, method, descriptor) => {
    pattern(target, method, descriptor);
    UseFilters(new PassErrorsOn())(target, method, descriptor);
    Payload()(target, method, 0);
    Ctx()(target, method, 1);
  };
}
