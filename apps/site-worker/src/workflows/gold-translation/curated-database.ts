import { listStagedDocuments } from '@callboard/contracts';
import type { JobContext } from '@callboard/site-kit';

/** Documents of one page; a page is shorter where they are large. */
const PAGE = 500;

/** What is left of a submission as the text of a Database, page by page: only one page is held. */
export async function* curatedDatabase(
  submissionId: string,
  ask: JobContext['ask'],
): AsyncGenerator<Uint8Array> {
  let open: string | undefined;
  for await (const page of pages(submissionId, ask)) {
    let text = '';
    for (const { collection, document } of page) {
      if (collection === open) text += ',\n';
      else text += `${open === undefined ? '{' : '],\n'}${JSON.stringify(collection)}:[\n`;
      open = collection;
      text += JSON.stringify(document);
    }
    yield Buffer.from(text);
  }
  yield Buffer.from(open === undefined ? '{}\n' : ']}\n');
}

async function* pages(submission_id: string, ask: JobContext['ask']) {
  let after: { collection: string; place: number } | undefined;
  for (let more = true; more;) {
    const page = await ask(listStagedDocuments, { submission_id, after, limit: PAGE });
    yield page.items;
    const last = page.items.at(-1);
    after = last && { collection: last.collection, place: last.place };
    more = page.more && last !== undefined;
  }
}
