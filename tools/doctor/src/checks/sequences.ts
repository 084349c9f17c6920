import { SERVICES } from '@callboard/contracts';
import { type Check, told } from '../check';

interface Column {
  schema: string;
  table: string;
  column: string;
  sequence: string;
}

const COLUMNS = `
select n.nspname as schema, c.relname as table, a.attname as column,
       pg_get_serial_sequence(format('%I.%I', n.nspname, c.relname), a.attname) as sequence
  from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
 where a.attidentity <> '' and c.relkind = 'r' and n.nspname = any ($1)
 order by 1, 2`;

/** A restored or copied database may have forgotten how far its numbers were; then inserts fail. */
export const sequences: Check = {
  name: 'sequences',
  holds: 'a sequence is beyond every number that it has given',
  look: async ({ admin }) => {
    const { rows } = await admin.query<Column>(COLUMNS, [SERVICES]);
    const faults: string[] = [];
    for (const { schema, table, column, sequence } of rows) {
      const [at, on] = [
        admin.escapeIdentifier(column),
        [schema, table].map(admin.escapeIdentifier).join('.'),
      ];
      const { rows: found } = await admin.query<{ most: string; last: string }>(
        `select (select max(${at}) from ${on})::text as most, last_value::text as last from ${sequence}
          where last_value < (select max(${at}) from ${on})`,
      );
      for (const { most, last } of found)
        faults.push(`the sequence ${sequence} is at ${last}, and ${schema}.${table}.${column} holds ${most}`);
    }
    return told(faults);
  },
};
