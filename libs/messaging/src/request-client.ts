import { type Caller, HEADERS, type RequestContract } from '@callboard/contracts';
import { headers, type NatsConnection } from 'nats';
import { encodeCaller } from './caller-header';
import { sendRequest } from './send-request';

export interface RequestOptions {
  /** On whose behalf; without it the service sees an anonymous caller. */
  caller?: Caller;
  /** Milliseconds to wait for the reply, 5000 unless told. */
  timeoutMs?: number;
  /** Makes a repeat give the reply of the first, and do nothing again; for requests that take one. */
  idempotencyKey?: string | undefined;
}

/** Asks services on `rpc.<service>.<verb>.v1`. The current trace goes along. */
export class RequestClient {
  constructor(private readonly connection: NatsConnection) {}

  /**
   * Asks and waits for the output.
   *
   * @throws DomainError with the code of the refusal; `unavailable` when nobody answers in time (the request may then
   *   have been carried out); `too-large` for an input or a reply above 64 MB. Large ones travel in parts (ADR 13)
   */
  request<I, O>(
    contract: RequestContract<I, O>,
    input: NoInfer<I>,
    options: RequestOptions = {},
  ): Promise<O> {
    const set = headers();
    if (options.caller !== undefined) set.set(HEADERS.caller, encodeCaller(options.caller));
    if (options.idempotencyKey !== undefined) set.set(HEADERS.idempotencyKey, options.idempotencyKey);
    return sendRequest(this.connection, {
      contract,
      subject: contract.subject,
      input,
      headers: set,
      timeoutMs: options.timeoutMs,
      inParts: true,
    });
  }
}
