export { CallboardClient } from './client';
export type { ClientOptions, Login } from './client-options';
export { CallboardError, NoAnswerError } from './callboard-error';
export type { RetryPolicy } from './retry-delay';
export type { CallOptions, Given, ItemOf, ListName, ReplyOf, RequestOf, RouteName } from './route-types';
