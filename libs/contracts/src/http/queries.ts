import { z } from 'zod';

/** Batches unless asked for otherwise, and what is given at most (contract 2.8). */
const BATCH = { find: 101, aggregate: 25, most: 1_000 };
/** Most documents that a find passes over. */
const MOST_SKIPPED = 1_000_000;
/** Most statements of one update or delete. */
const STATEMENTS = 100;

const json = z.record(z.string(), z.unknown());
const collection = z.string().min(1).max(100).describe('A collection of the active schema, or `jobs`');
const batchSize = z
  .int()
  .min(1)
  .describe(`At most ${BATCH.most} are given; a batch is also cut so that a reply stays small`);
const sized = (usual: number) => batchSize.default(usual);

export const findCommand = z.object({
  find: collection,
  filter: json.default({}).describe('In the language of filters, and `$expr`'),
  projection: json.default({}).describe('Either what is kept, such as {"name": 1}, or what is left out'),
  sort: json.default({}).describe('Such as {"name": 1, "id": -1}; without it documents come by id'),
  skip: z.int().min(0).max(MOST_SKIPPED).default(0),
  limit: z.int().min(0).default(0).describe('0 for all'),
  batchSize: sized(BATCH.find),
});

export const aggregateCommand = z.object({
  aggregate: collection,
  pipeline: z.array(json).describe('Stages, at most 50'),
  cursor: z.object({ batchSize: sized(BATCH.aggregate) }).default({ batchSize: BATCH.aggregate }),
});

export const getMoreCommand = z.object({
  getMore: z.string().min(1).max(2000).describe('`cursor.id` of the batch before'),
  batchSize: batchSize.optional().describe('As that of the first batch unless given'),
});

export const updateCommand = z.object({
  update: collection,
  updates: z
    .array(
      z.object({
        q: json.describe('In the language of filters'),
        u: json.describe('Any of `$set` `$unset` `$push` `$pull` `$addToSet`'),
        multi: z.boolean().default(false).describe('Whether all documents are changed that match, or one'),
        upsert: z.literal(false).optional().describe('Documents are made by submissions alone'),
        arrayFilters: z.array(z.never()).optional().describe('None'),
      }),
    )
    .min(1)
    .max(STATEMENTS),
});

export const deleteCommand = z.object({
  delete: collection,
  deletes: z
    .array(
      z.object({ q: json, limit: z.literal([0, 1]).describe('1 for one document, 0 for all that match') }),
    )
    .min(1)
    .max(STATEMENTS),
});

/** The commands that a query can be, by the member that names them. */
const COMMANDS = {
  find: findCommand,
  aggregate: aggregateCommand,
  getMore: getMoreCommand,
  update: updateCommand,
  delete: deleteCommand,
} as const;

export type FindCommand = z.infer<typeof findCommand>;
export type AggregateCommand = z.infer<typeof aggregateCommand>;
export type GetMoreCommand = z.infer<typeof getMoreCommand>;
export type UpdateCommand = z.infer<typeof updateCommand>;
export type DeleteCommand = z.infer<typeof deleteCommand>;
export type QueryCommand = FindCommand | AggregateCommand | GetMoreCommand | UpdateCommand | DeleteCommand;

/** One command. What is wrong is told of the one that is named, and what there is where none is. */
export const queryCommand = z
  .looseObject({})
  .transform((sent, context): QueryCommand => {
    const names = Object.keys(COMMANDS).filter((name): name is keyof typeof COMMANDS => name in sent);
    const [name] = names;
    if (name === undefined || names.length > 1) {
      const message = `a query is one command of ${Object.keys(COMMANDS).join(', ')}, such as {"find": "study_set"}`;
      context.addIssue({ code: 'custom', message });
      return z.NEVER;
    }
    const parsed = COMMANDS[name].safeParse(sent);
    if (parsed.success) return parsed.data;
    for (const { path, message } of parsed.error.issues) context.addIssue({ code: 'custom', path, message });
    return z.NEVER;
  })
  .meta({ anyOf: Object.values(COMMANDS).map(shown) });

function shown(command: z.ZodType): object {
  const { $schema: _dialect, ...schema } = z.toJSONSchema(command, { io: 'input', unrepresentable: 'any' });
  return schema;
}

/** Documents of a find or an aggregate. */
export const cursorReply = z.object({
  ok: z.literal(1),
  cursor: z.object({
    batch: z.array(json),
    id: z
      .string()
      .nullable()
      .describe('For `getMore`, within an hour; null after the last batch. The same id gives the same batch'),
    ns: z.string().describe('`nmdc.` and the name of the collection'),
  }),
});
export type CursorReply = z.infer<typeof cursorReply>;

/** What an update or a delete did. */
export const writeReply = z.object({
  ok: z.literal(1),
  n: z.int().describe('Documents that matched, or were removed'),
  nModified: z.int().optional().describe('Documents that an update made other ones'),
});
export type WriteReply = z.infer<typeof writeReply>;
