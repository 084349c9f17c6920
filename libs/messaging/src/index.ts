export {
  checkNats,
  closeNats,
  connectToNats,
  type ConnectSettings,
  type NatsSettings,
} from './nats-connection';
export { bodyOf, replyInParts } from './large-bodies';
export { listText } from './list-text';
export { encodeReply, withTail } from './tail';
export { RequestClient, type RequestOptions } from './request-client';
export { SiteRequestClient } from './site-request-client';
export {
  type EventContext,
  type EventHandler,
  NATS_TRANSPORT,
  OnEvent,
  OnRequest,
  type RequestContext,
  type RequestHandler,
} from './handlers';
export { NatsTransport, type NatsTransportOptions } from './nats-transport';
export type { SiteVerifier } from './site-door';
export { type KeyedRequest, REPLY_KEEPER, type ReplyKeeper } from './reply-keeper';
export { DEAD_LETTERS, type DeadLetter, type DeadLetterSink, Reject } from './dead-letters';
export type { Door, TransportObserver } from './observer';
export { currentTraceparent, newTraceparent, runInTrace, traceIdOf } from './trace-context';
export { EventPublisher, type OutgoingEvent } from './event-publisher';
export {
  ensureBellDurable,
  ensureEventDurable,
  ensureEventStream,
  ensureWorkStream,
} from './stream-topology';
export { decodeJson, MalformedBody, MAX_DEPTH } from './json-body';
export { LOG, NATS_CONNECTION, READINESS, type Readiness, SERVICE, SETTINGS } from './service-tokens';
export { eventsTogether } from './events-together';
