import {
  bindId,
  deleteId,
  activateSchema,
  aggregateDocuments,
  appendContent,
  checkSubmission,
  continueQuery,
  countDocuments,
  type CursorReply,
  deleteDocuments,
  deleteJobs,
  describeSchema,
  discardSubmission,
  previewChangesheet,
  rememberPreview,
  findDocuments,
  mayDo,
  stageSheet,
  updateDocuments,
  undoChangesheet,
  getDocument,
  getDocumentHistory,
  insertExecutions,
  installSchema,
  listDocuments,
  listSchemas,
  mintIds,
  removeExecution,
  requestRun,
  resolveId,
  ROUTES,
  stageDocuments,
} from '@callboard/contracts';
import { DomainError } from '@callboard/kernel';
import type { StandInServices } from './stand-in-services.fake';

/** `metadata`, and what `operations` says of runs, as in the examples of the routes. */
export function answerMetadata(services: StandInServices): void {
  const active = (ROUTES.listSchemas.example.reply as [Parameters<typeof same>[0]])[0];
  const document = ROUTES.documentById.example.reply as { id: string };
  const collection = 'biosample_set';
  services.answer(describeSchema, () => ({
    active: same(active),
    typecodes: ROUTES.typecodes.example.reply as { id: string; schema_class: string; name: string }[],
  }));
  services.answer(listSchemas, () => ({ schemas: [same(active)] }));
  services.answer(installSchema, () => same({ ...active, active: false }));
  services.answer(activateSchema, () => same(active));
  services.answer(listDocuments, (asked) => {
    if (asked.collection !== collection) throw new DomainError('unknown-collection', 'no such collection');
    return { documents: [{ key: document.id, document }], more: false };
  });
  services.answer(getDocument, ({ id }) => {
    if (id !== document.id) throw new DomainError('not-found', 'no such document');
    return { collection, version: 1, document };
  });
  const { resources } = ROUTES.documentHistory.example.reply as { resources: never[] };
  services.answer(getDocumentHistory, () => ({ items: resources, more: false }));
  services.answer(countDocuments, () => ({ collections: [{ collection, documents: 2, size_bytes: 1400 }] }));
  services.answer(mintIds, () => ({ ids: [document.id] }));
  services.answer(resolveId, () => ROUTES.resolveId.example.reply as never);
  services.answer(
    bindId,
    ({ metadata }) => ({ ...(ROUTES.bindId.example.reply as object), metadata }) as never,
  );
  services.answer(deleteId, ({ id }) => ({ id }));
  services.answer(stageDocuments, ({ items }) => ({ documents: items.length, findings: 0 }));
  services.answer(checkSubmission, () => ({ valid: true, documents: 1, findings: {}, more: 0 }));
  services.answer(discardSubmission, () => ({}));
  services.answer(appendContent, ({ upload_id, bytes }) => ({
    upload_id,
    received_bytes: Buffer.from(bytes, 'base64').length,
  }));
  answerChangesheets(services);
  answerQueries(services);
  answerExecutions(services);
  const { detail } = ROUTES.submitJson.example.reply as { detail: { run_id: string } };
  services.answer(requestRun, () => ({ run_id: detail.run_id, is_new: true }));
}

function answerExecutions(services: StandInServices): void {
  const told = ROUTES.deleteExecution.example.reply as Record<string, string[]>;
  services.answer(insertExecutions, () => ({ documents: 2 }));
  services.answer(removeExecution, () => ({
    executions: told.deleted_workflow_execution_ids ?? [],
    data_objects: told.deleted_data_object_ids ?? [],
    aggregates: [],
    removed_at: '2026-01-02T03:04:05.678Z',
  }));
  services.answer(deleteJobs, () => ({ job_ids: told.deleted_job_ids ?? [] }));
}

function answerChangesheets(services: StandInServices): void {
  const told = ROUTES.validateChangesheet.example.reply as {
    update_cmd: Record<string, { update: string; updates: never[] }>;
    results_of_updates: { id: string; doc_before: object; doc_after: object }[];
    rows: never[];
  };
  const results = told.results_of_updates.map(({ id, doc_before, doc_after }) => {
    const { update: collection = '', updates = [] } = told.update_cmd[id] ?? {};
    return { id, collection, updates, doc_before, doc_after, validation_errors: [] };
  });
  const preview = { valid: true, rows: 1, documents: 1, results, changes: told.rows, left_out: 0 };
  services.answer(stageSheet, () => ({ received_bytes: 1 }));
  services.answer(previewChangesheet, () => preview as never);
  const undone = ROUTES.undoChangesheet.example.reply as never;
  services.answer(
    rememberPreview,
    ({ object_id }) => ({ ...(undone as object), object_id, state: 'previewed' }) as never,
  );
  services.answer(undoChangesheet, () => undone);
}

/** Each command is told from the others by what comes back. */
function answerQueries(services: StandInServices): void {
  const found = ROUTES.runQuery.example.reply as CursorReply;
  services.answer(findDocuments, () => found);
  services.answer(continueQuery, ({ getMore }) => {
    if (getMore !== 'known') throw new DomainError('unknown-cursor', 'no such cursor');
    return { ...found, cursor: { ...found.cursor, batch: [] } };
  });
  services.answer(aggregateDocuments, (_asked, caller) => {
    if (mayDo('allow:/queries:run(query_cmd:AggregateCommand)', caller, {}))
      return { ...found, cursor: { ...found.cursor, id: 'known' } };
    throw new DomainError('forbidden', 'no allowance');
  });
  services.answer(updateDocuments, ({ updates }, caller) => {
    if (!mayDo('allow:/queries:run(query_cmd:DeleteCommand)', caller, {}))
      throw new DomainError('forbidden', 'no allowance');
    if (updates.some(({ q }) => 'none' in q)) throw new DomainError('nothing-matched', 'no document matches');
    return { ok: 1 as const, n: updates.length, nModified: 0 };
  });
  services.answer(deleteDocuments, ({ deletes }, caller) => {
    if (!mayDo('allow:/queries:run(query_cmd:DeleteCommand)', caller, {}))
      throw new DomainError('forbidden', 'no allowance');
    if (deletes.some(({ q }) => 'used' in q))
      throw new DomainError('still-referenced', 'somebody refers to it');
    return { ok: 1 as const, n: deletes.length };
  });
}

type Version = typeof installSchema extends { output: { _output: infer V } } ? V : never;
const same = (version: Version): Version => version;
