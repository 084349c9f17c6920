import { claimsView } from './claims-view.sql';

/** As JavaScript writes a time. */
const ISO_TIME = 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"';

/** A null shows only where it was sent. */
const shown = (job: string, field: 'name' | 'description'): string =>
  `case when ${job}.${field} is not null then ',"${field}":' || to_json(${job}.${field})::text
        when '${field}' = any (${job}.sent_empty) then ',"${field}":null' else '' end`;

/**
 * SQL: the JSON of what `viewJob` gives, of the job under this alias. PostgreSQL writes it, so that nobody on its way
 * to the client has to look into its parts.
 */
export const jobText = (job: string): string =>
  [
    `'{"id":' || to_json(${job}.id)::text || ',"workflow":' || ${job}.workflow::text`,
    shown(job, 'name'),
    shown(job, 'description'),
    `',"config":' || ${job}.config::text`,
    `coalesce(',"claims":' || ${claimsView(job)}::text, '')`,
    // A time of JavaScript has milliseconds, cut rather than rounded.
    `',"created_at":"' || to_char(date_trunc('milliseconds', ${job}.created_at) at time zone 'UTC', '${ISO_TIME}')`,
    `'","state":"' || ${job}.state || '","attempt":' || ${job}.attempt || '}'`,
  ].join('\n || ');
