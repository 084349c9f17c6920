/** Nest token of the id of the runtime's own site, whose administrators look after the schema (design 7). */
export const RUNTIME_SITE_ID = Symbol('RUNTIME_SITE_ID');
