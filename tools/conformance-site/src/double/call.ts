import type { AnsweredRoute } from './answers';

/** One request of the worker, and what became of it. */
export interface Call {
  /** When it came, in ms of the kit's clock. */
  readonly at: number;
  readonly method: string;
  /** As it was sent, with its query. */
  readonly url: string;
  /** Undefined for what the double does not answer. */
  readonly route: AnsweredRoute | undefined;
  /** Id of the job or operation in its path. */
  readonly about: string | undefined;
  /** The body, once it was read and found to be of the shape of its route. */
  body?: unknown;
  /** Undefined while it is being answered, and when no reply was sent. */
  status?: number;
  /** Of a refusal. */
  code?: string;
  /** Id of the operation that a claim gave. */
  given?: string;
  /** When its reply was sent, or its connection cut. */
  over?: number;
}

/** What a request has wrong, unless the double just does not play it,, and what would be right. */
export interface Finding {
  /** Such as `POST /jobs/{job_id}:claim`. */
  readonly call: string;
  readonly text: string;
  readonly kind: 'wrong' | 'not played';
}
