/**
 * How PostgreSQL plans what a service asks, as settings of its login role.
 *
 * The statements of the code find rows by key, up to a thousand at once, and are planned once for each connection: to plan
 * a claim for the values at hand takes as long as to make it. What a plan was made for is soon out of date, as a table that
 * held nothing holds thousands a minute later, so it must not depend on how large tables seem: rows are always looked up,
 * never sought by reading a whole table or index beside the list of keys. And to compile a statement takes many times what
 * these take.
 */
export const BY_KEY: Record<string, string> = {
  plan_cache_mode: 'force_generic_plan',
  enable_seqscan: 'off',
  enable_hashjoin: 'off',
  enable_mergejoin: 'off',
  enable_material: 'off',
  jit: 'off',
};

/** What is left to PostgreSQL where clients have shaped the statement, such as by a filter. */
const LEFT_TO_POSTGRES: Record<string, string> = {
  plan_cache_mode: 'force_custom_plan',
  enable_seqscan: 'on',
  enable_hashjoin: 'on',
  enable_mergejoin: 'on',
  enable_material: 'on',
};

/** SQL: for the rest of the transaction, statements are planned for the values at hand and as tables are now. */
export const FREELY_PLANNED = selectOf(LEFT_TO_POSTGRES);

/**
 * SQL: for the rest of the transaction, lists that a statement makes itself may be joined by hashing; without it, each
 * entry of one is compared with each of the other.
 */
export const HASH_JOINS = selectOf({ enable_hashjoin: 'on' });

function selectOf(settings: Record<string, string>): string {
  const each = Object.entries(settings).map(([name, value]) => `set_config('${name}', '${value}', true)`);
  return `select ${each.join(', ')}`;
}
