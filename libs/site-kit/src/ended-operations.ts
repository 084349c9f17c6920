import { operationEndedNews, operationEndedSubject } from '@callboard/contracts';
import { JSONCodec, type NatsConnection } from 'nats';

const codec = JSONCodec<unknown>();

/** Hears at once that an operation of this site was ended by other hands; heartbeats are the net for what is missed. */
export function hearEndedOperations(
  connection: NatsConnection,
  siteId: string,
  heard: (operationId: string, code: string) => void,
): void {
  connection.subscribe(operationEndedSubject(siteId), {
    callback: (error, message) => {
      if (error) return;
      const news = operationEndedNews.safeParse(readJson(message.data));
      if (news.success) heard(news.data.operation_id, news.data.code);
    },
  });
}

function readJson(data: Uint8Array): unknown {
  try {
    return codec.decode(data);
  } catch {
    return undefined;
  }
}

/** Whether a refusal with this code says that the operation has ended: no write under it is taken any more. */
export const isEndOfOperation = (code: string): boolean => code.startsWith('operation-');
