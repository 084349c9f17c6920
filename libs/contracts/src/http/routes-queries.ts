import { z } from 'zod';
import { cursorReply, queryCommand, writeReply } from './queries';
import { defineRoute } from './routes-contract';

/** Queries by command (contract 2.8). */
export const queryRoutes = {
  runQuery: defineRoute({
    method: 'POST',
    path: '/queries:run',
    tier: 'WORKER',
    summary:
      'Find, aggregate, get more, update or delete. To aggregate takes an allowance for ' +
      '`/queries:run(query_cmd:AggregateCommand)`, to update or delete one for `/queries:run(query_cmd:DeleteCommand)`',
    auth: 'any',
    body: queryCommand,
    ok: { status: 200, schema: z.union([cursorReply, writeReply]) },
    refusals: [
      'forbidden',
      'nothing-matched',
      'unknown-cursor',
      'query-too-slow',
      'query-too-large',
      'invalid-metadata',
      'document-changed',
      'schema-changed',
      'still-referenced',
      'validation-too-slow',
    ],
    example: {
      body: { find: 'biosample_set', filter: { name: 'mud of the first core' }, projection: { id: 1 } },
      reply: {
        ok: 1,
        cursor: { batch: [{ id: 'nmdc:bsm-11-k3v9m258' }], id: null, ns: 'nmdc.biosample_set' },
      },
    },
  }),
};
