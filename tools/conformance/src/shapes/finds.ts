import type { Shape } from '../compare';

/** Replies of the find routes and of queries (contract 1.3, 2.8). */
export const findResponse: Shape = {
  name: 'FindResponse',
  must: {
    meta: {
      shape: {
        name: 'meta of a FindResponse',
        must: {
          mongo_filter_dict: 'object',
          count: 'whole',
          db_response_time_ms: 'number',
          page: 'whole',
          per_page: 'whole',
        },
      },
    },
    results: { listOf: 'object' },
    group_by: 'list',
  },
};

export const cursorReply: Shape = {
  name: 'reply of a query',
  must: {
    ok: [1],
    cursor: { shape: { name: 'cursor', must: { batch: { listOf: 'object' } }, may: { id: 'any' } } },
  },
};
