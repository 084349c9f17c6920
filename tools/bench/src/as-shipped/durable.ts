import { closeNats } from '@callboard/messaging';
import { StorageType } from 'nats';
import type { Client } from 'pg';
import type { Bench } from '../place/bench';
import { natsOf } from '../site/ask-services';

/** What makes an acknowledged write outlive a crash; figures of a database without it would say nothing. */
const DURABLE = ['fsync', 'full_page_writes', 'synchronous_commit'] as const;

/**
 * Looks at the live database; gives what was found, in words.
 *
 * @throws Error naming what is not as it ships: the database acknowledges writes that it may lose
 */
export async function demandDurableDatabase(database: Client): Promise<string> {
  for (const name of DURABLE) {
    const { rows } = await database.query<Record<string, string>>(`show ${name}`);
    const value = rows[0]?.[name];
    if (value !== 'on')
      throw new Error(`PostgreSQL has ${name} = ${value}: figures count with ${name} = on only`);
  }
  return `${DURABLE.join(', ')} on`;
}

/**
 * Looks at the live broker; gives what was found, in words.
 *
 * @throws Error naming the stream that is not as it ships: in memory, or without acknowledgements
 */
export async function demandDurableBroker(bench: Bench): Promise<string> {
  const nats = await natsOf(bench);
  try {
    const streams = await (await nats.jetstreamManager()).streams.list().next();
    if (streams.length === 0) throw new Error('the broker has no streams: this is no Callboard');
    for (const { config } of streams)
      if (config.storage !== StorageType.File || config.no_ack)
        throw new Error(
          `the stream ${config.name} is kept in memory or not acknowledged: figures count with streams as shipped only`,
        );
    return `${streams.length} streams on disk`;
  } finally {
    await closeNats(nats);
  }
}
