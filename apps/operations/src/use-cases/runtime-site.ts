/** Nest token of the id of the runtime's own site, which keeps house (contract 5). */
export const RUNTIME_SITE_ID = Symbol('RUNTIME_SITE_ID');
