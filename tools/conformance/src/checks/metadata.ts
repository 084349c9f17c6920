import type { Check } from '../check';
import type { Caller, Json } from '../caller';
import {
  expectList,
  expectObject,
  expectPage,
  expectRule,
  expectSame,
  expectShape,
  expectStatus,
  expectThat,
  skipWithout,
  expectMissing,
} from '../expectations';
import { Differs } from '../outcome';
import { documentsOf } from '../documents';
import { patiently } from '../patience';
import { runEvent, runSummary } from '../shapes/runs';

/** The user client asks twelve times, ten seconds apart (contract 6.3). */
const RUN_WITHIN_MS = 120_000;
const SUBMIT = '/metadata/json:submit';

const study = (mark: string): Json => documentsOf(mark).study;

/** Submission of metadata, as the user client and the utilities do it (contract 6, 8.4). */
export const metadataChecks: Check[] = [
  {
    name: 'json:validate of what is right: these very bytes, {"result":"All Okay!"}',
    section: '2.7',
    lines: [8],
    async run({ anyone, mark }) {
      for (const body of [{}, { study_set: [study(mark)], '@type': 'nmdc:Database' }]) {
        const reply = await anyone.post('/metadata/json:validate', body);
        expectStatus(reply, 200);
        expectSame(reply.call, reply.text, '{"result":"All Okay!"}', 'text');
      }
    },
  },
  {
    name: 'json:validate of what is wrong: 200, `errors`, and texts by collection, clean ones with none',
    section: '6.2',
    lines: [8],
    async run({ anyone, mark }) {
      const wrong = { ...study(mark), no_such_slot: 1 };
      const reply = await anyone.post('/metadata/json:validate', { study_set: [wrong], biosample_set: [] });
      const { result, detail } = expectObject(reply, 200) as {
        result: unknown;
        detail: Record<string, string[]>;
      };
      expectSame(reply.call, [result, detail.biosample_set], ['errors', []], 'result, detail.biosample_set');
      expectRule(reply, detail.study_set?.[0], /no_such_slot.* in \/study_set\/0/, 'detail.study_set[0]');
      const unknown = await anyone.post('/metadata/json:validate', { no_such_set: [] });
      const texts = { no_such_set: ["'no_such_set' is not a known schema collection name"] };
      expectSame(unknown.call, expectObject(unknown, 200).detail, texts, 'detail');
    },
  },
  {
    name: 'json:validate: 422 unless the body is an object; a body of 3 MB works',
    section: '2.7',
    lines: [9],
    async run({ anyone, mark }) {
      for (const body of ['[]', '"text"', '{"a": '])
        expectStatus(await anyone.post('/metadata/json:validate', body), 422);
      const large = { study_set: [{ ...study(mark), description: 'x'.repeat(3e6) }] };
      expectStatus(await anyone.post('/metadata/json:validate', large), 200);
    },
  },
  {
    name: 'json:submit: 401 without a token; 422 with a text of what is wrong',
    section: '2.7',
    lines: [8],
    async run(stage) {
      expectStatus(await stage.anyone.post(SUBMIT, {}), 401);
      const reply = await stage.privileged.post(SUBMIT, {
        study_set: [{ ...study(stage.mark), no_such_slot: 1 }],
      });
      skipWithout(reply, SUBMIT);
      const { detail } = expectObject(reply, 422);
      for (const word of [/errors/, /study_set/, /no_such_slot/]) expectRule(reply, detail, word, 'detail');
    },
  },
  {
    name: 'json:submit, then GET /runs/{id} until it is COMPLETE, its events newest first, the document',
    section: '6.3',
    lines: [8],
    async run(stage) {
      const documents = documentsOf(stage.mark);
      const { ids, study: sent } = documents;
      const reply = await stage.privileged.post(SUBMIT, documents.submission);
      skipWithout(reply, SUBMIT);
      const { type, detail } = expectObject(reply, 200) as { type: unknown; detail: Json };
      expectSame(reply.call, type, 'success', 'type');
      // In this order, as the last is removed first, and nothing may name what is removed.
      for (const id of [ids.study, ids.biosample, ids.raw, ids.generation])
        stage.leaves(`document ${id}`, () => removeDocument(stage.privileged, id));
      stage.leaves(`run ${String(detail.run_id)}`);
      await followRun(stage.anyone, String(detail.run_id));
      const read = await stage.anyone.get(`/nmdcschema/study_set/${ids.study}`);
      expectSame(read.call, expectObject(read, 200).name, sent.name, 'name');
      stage.put('documents', documents);
    },
  },
  {
    name: 'GET /runs of an unknown run, and its events: 404',
    section: '2.6',
    async run({ anyone }) {
      for (const path of ['', '/events'])
        expectMissing(await anyone.get(`/runs/nmdc:sys0nosuchrun00${path}`));
    },
  },
  {
    name: 'documents: lists of 10,000, by id, parts of one; 400 of no collection, 404 of no document',
    section: '2.8',
    lines: [4],
    async run({ anyone }) {
      const reply = await anyone.get('/nmdcschema/study_set', { max_page_size: 10_000 });
      const [first] = expectPage(reply, { name: 'document', must: { id: 'text' } }, 'RAW', 'absent');
      expectStatus(await anyone.get('/nmdcschema/no_such_set'), 400);
      expectMissing(await anyone.get('/nmdcschema/study_set/nmdc:sty-00-none'));
      if (first === undefined) return;
      const part = await anyone.get(`/nmdcschema/study_set/${String(first.id)}`, { projection: 'type' });
      expectSame(part.call, expectObject(part, 200), { type: first.type });
      const named = await anyone.get(`/nmdcschema/ids/${String(first.id)}/collection-name`);
      expectSame(named.call, expectObject(named, 200).collection_name, 'study_set', 'collection_name');
    },
  },
  {
    name: 'collection_names, typecodes, collection_stats: lists; version: a text',
    section: '2.8',
    async run({ anyone }) {
      const names = await anyone.get('/nmdcschema/collection_names');
      expectThat(names.call, 'study_set', expectList(names).includes('study_set'), names.json);
      for (const path of ['/nmdcschema/typecodes', '/nmdcschema/collection_stats'])
        expectList(await anyone.get(path));
      const version = await anyone.get('/nmdcschema/version');
      expectStatus(version, 200);
      expectRule(version, version.json, 'text', '');
    },
  },
];

/** By the command that the worker's tools would send; who has no right to it leaves the document. */
async function removeDocument(caller: Caller, id: string): Promise<boolean> {
  const named = await caller.get(`/nmdcschema/ids/${id}/collection-name`);
  const { collection_name } = named.json as Json;
  const command = { delete: collection_name, deletes: [{ q: { id }, limit: 1 }] };
  return (await caller.post('/queries:run', command)).status === 200;
}

async function followRun(anyone: Caller, runId: string): Promise<void> {
  const call = `GET /runs/${runId}`;
  const summary = await patiently(call, 'a run that has ended', RUN_WITHIN_MS, async () => {
    const told = expectShape(await anyone.get(`/runs/${runId}`), 200, runSummary, 'FULL');
    return told.status === 'COMPLETE' || told.status === 'FAIL' ? told : undefined;
  });
  if (summary.status !== 'COMPLETE')
    throw new Differs(call, [{ place: 'status', expected: 'COMPLETE', came: String(summary.status) }]);
  const events = await anyone.get(`/runs/${runId}/events`);
  const { resources } = expectObject(events, 200) as { resources: Json[] };
  expectPage(events, runEvent, 'SET', 'next_page_token' in (events.json as Json) ? 'null' : 'absent');
  const [newest, oldest] = [resources[0]?.type, resources.at(-1)?.type];
  expectSame(events.call, [newest, oldest], ['COMPLETE', 'REQUESTED'], 'types of the newest and the oldest');
}
