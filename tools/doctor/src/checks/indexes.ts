import { SERVICES } from '@callboard/contracts';
import { sqlCheck } from '../check';

export const indexes = sqlCheck<{ index: string }>({
  name: 'indexes',
  holds: 'every index is whole: uniqueness rests on them',
  sql: `
    select i.indexrelid::regclass::text as index
      from pg_index i join pg_class c on c.oid = i.indrelid join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = any ($1) and not (i.indisvalid and i.indisready and i.indislive)`,
  values: () => [SERVICES],
  words: ({ index }) => `the index ${index} is not whole: reindex index ${index}`,
});
