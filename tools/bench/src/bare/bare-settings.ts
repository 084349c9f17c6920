export const BARE_SUBJECT = 'bench.bare';
export const BARE_TABLE = 'bench.bare';

/** Where the bare hops run: the broker and the database of the stack that is measured. */
export interface BareSettings {
  natsUrl: string;
  databaseUrl: string;
}

export function bareSettings(): BareSettings {
  const { BARE_NATS_URL: natsUrl = '', BARE_DATABASE_URL: databaseUrl = '' } = process.env;
  return { natsUrl, databaseUrl };
}
