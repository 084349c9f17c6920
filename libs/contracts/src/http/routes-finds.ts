import { z } from 'zod';
import { idSchema } from '../replies';
import { FIND_GROUPS, FIND_PAGE, FIND_SKIP, findReply, LINKED_IDS, linkedDocument } from './finds';
import { metadataDocument } from './metadata';
import { defineRoute, listReply, type Tier, wholeNumber } from './routes-contract';

const LANGUAGE =
  'attr:value between commas, all of which hold: value may begin with <, <=, > or >=, attr.search:value is a regular ' +
  'expression, anything else is equal or, in a list, contained; such as name.search:core,depth.has_numeric_value:<0.5';

const paging = {
  page: wholeNumber
    .pipe(z.int().min(1))
    .default(1)
    .meta({
      description: `from 1; a page begins after at most ${FIND_SKIP} documents`,
    }),
  per_page: wholeNumber
    .pipe(z.int().min(1).max(FIND_PAGE))
    .default(25)
    .meta({ description: '25 unless given' }),
};
const asked = {
  filter: z.string().max(16_000).optional().meta({ description: LANGUAGE }),
  search: z.string().optional().meta({ description: 'a text in the id, name, title or description' }),
  sort: z.string().max(2000).optional().meta({ description: 'attr or attr:desc, between commas' }),
  group_by: z
    .string()
    .max(500)
    .optional()
    .meta({ description: `an attribute: how many there are of each of its values, at most ${FIND_GROUPS}` }),
  fields: z.string().optional().meta({ description: 'names between commas; id is always there' }),
};
const findQuery = z.object({
  ...asked,
  ...paging,
  cursor: z
    .string()
    .max(2000)
    .optional()
    .meta({ description: '* begins cursor mode; then meta.next_cursor of the page before' }),
});
const processesQuery = z.object({ ...asked, ...paging });

interface Found {
  id: string;
  type: string;
}

/** A find of `what`; the documentation shows it find `document`. */
function finds<Q>(
  path: string,
  what: string,
  document: Found,
  { query, tier }: { query: z.ZodType<Q>; tier: Tier },
) {
  return defineRoute({
    method: 'GET',
    path,
    tier,
    summary: `Find ${what} by what they hold`,
    auth: 'anon',
    query,
    ok: { status: 200, schema: findReply },
    refusals: ['bad-request', 'unknown-collection', 'query-too-slow'],
    example: { query: { filter: `id:${document.id}` }, reply: replyOf(document) },
  });
}

const replyOf = (document: Found) => ({
  results: [document],
  meta: {
    mongo_filter_dict: { id: document.id },
    mongo_sort_list: null,
    count: 1,
    db_response_time_ms: 2,
    page: 1,
    per_page: 25,
  },
  group_by: [],
});

function byId<P>(
  path: string,
  what: string,
  document: Found,
  { params, tier }: { params: z.ZodType<P>; tier: Tier },
) {
  const [, name = ''] = /\{(\w+)\}/.exec(path) ?? [];
  return defineRoute({
    method: 'GET',
    path,
    tier,
    summary: `A ${what} by its id`,
    auth: 'anon',
    params,
    ok: { status: 200, schema: metadataDocument },
    refusals: ['not-found', 'unknown-collection'],
    example: { params: { [name]: document.id }, reply: document },
  });
}

const STUDY = { id: 'nmdc:sty-11-b7d1c512', type: 'nmdc:Study' };
const BIOSAMPLE = { id: 'nmdc:bsm-11-w4n6z185', type: 'nmdc:Biosample' };
const FILE = { id: 'nmdc:dobj-11-x2p7q941', type: 'nmdc:DataObject' };
const PROCESS = { id: 'nmdc:dgns-11-h5r8t326', type: 'nmdc:NucleotideSequencing' };

/** What is found by what it holds, and by what it came of (contract 2.8). */
export const findRoutes = {
  findStudies: finds('/studies', 'studies', STUDY, { query: findQuery, tier: 'EXTRA' }),
  study: byId('/studies/{study_id}', 'study', STUDY, {
    params: z.object({ study_id: idSchema }),
    tier: 'EXTRA',
  }),
  findBiosamples: finds('/biosamples', 'biosamples', BIOSAMPLE, { query: findQuery, tier: 'EXTRA' }),
  biosample: byId('/biosamples/{sample_id}', 'biosample', BIOSAMPLE, {
    params: z.object({ sample_id: idSchema }),
    tier: 'EXTRA',
  }),
  findDataObjects: finds('/data_objects', 'data objects', FILE, { query: findQuery, tier: 'EXTRA' }),
  dataObject: byId('/data_objects/{data_object_id}', 'data object', FILE, {
    params: z.object({ data_object_id: idSchema }),
    tier: 'WORKER',
  }),
  findPlannedProcesses: finds('/planned_processes', 'processes, in every collection of such,', PROCESS, {
    query: processesQuery,
    tier: 'WORKER',
  }),
  plannedProcess: byId('/planned_processes/{planned_process_id}', 'process', PROCESS, {
    params: z.object({ planned_process_id: idSchema }),
    tier: 'EXTRA',
  }),
  linkedInstances: defineRoute({
    method: 'GET',
    path: '/nmdcschema/linked_instances',
    tier: 'EXTRA',
    summary: 'What given documents came of, and what came of them, directly or over others',
    auth: 'anon',
    query: z.object({
      ids: z
        .union([z.array(idSchema).min(1).max(LINKED_IDS), idSchema])
        .transform((given) => [given].flat())
        .meta({ description: 'of the given documents; may be given several times' }),
      types: z
        .union([z.array(z.string().max(200)).max(50), z.string().max(200)])
        .optional()
        .transform((given) => (given === undefined ? undefined : [given].flat()))
        .meta({ description: 'only those of these classes, such as nmdc:Study; may be given several times' }),
      hydrate: z
        .enum(['true', 'false'])
        .default('false')
        .transform((given) => given === 'true')
        .meta({ description: 'true for the whole documents' }),
      max_page_size: wholeNumber.default(20).meta({ description: '20 unless given; below 1 for all' }),
      page_token: z.string().optional().meta({ description: 'with the ids and types of the first page' }),
    }),
    repeated: ['ids', 'types'],
    ok: { status: 200, schema: listReply(linkedDocument.loose()) },
    refusals: ['not-found', 'bad-request'],
    example: {
      query: { ids: BIOSAMPLE.id },
      reply: { resources: [{ ...STUDY, _upstream_of: [BIOSAMPLE.id] }] },
    },
  }),
};
