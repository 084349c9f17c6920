import { connect } from 'nats';
import { Pool } from 'pg';
import { BARE_SUBJECT, BARE_TABLE, bareSettings } from './bare-settings';

/** The second of the bare hops: a NATS request becomes one insert, with nothing around it. */
async function main(): Promise<void> {
  // Its parent may be killed: then nobody hears what it says.
  process.once('disconnect', () => process.exit());
  const { natsUrl, databaseUrl } = bareSettings();
  const { username, password, host } = new URL(natsUrl);
  const pool = new Pool({ connectionString: databaseUrl, max: 10 });
  const nats = await connect({ servers: host, user: username, pass: password });
  nats.subscribe(BARE_SUBJECT, {
    callback: (_, message) => {
      const { id } = message.json<{ id: string }>();
      pool.query({ name: 'bare', text: `insert into ${BARE_TABLE} (id) values ($1)`, values: [id] }).then(
        () => message.respond(JSON.stringify({ ok: true, id })),
        () => message.respond(JSON.stringify({ ok: false })),
      );
    },
  });
  await nats.flush();
  process.send?.('ready');
}

void main();
