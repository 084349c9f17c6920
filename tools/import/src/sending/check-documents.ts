import { checkReferences } from '@callboard/contracts';
import type { Services } from '../kinds/kind';
import type { Report } from '../telling/report';

/** Looks at what the documents of a collection refer to, now that all of them are there. It is told, and refuses nothing. */
export async function checkDocuments(collection: string, services: Services, report: Report): Promise<void> {
  let after: string | undefined;
  do {
    const page = await services.ask(checkReferences, { collection, after });
    report.tell(
      page.examples.map(({ id, slot, target }) => ({
        collection,
        outcome: 'dangling' as const,
        id,
        message: `${slot} names ${target}, which is not there`,
      })),
    );
    report.count(collection, 'dangling', page.dangling - page.examples.length);
    after = page.last;
  } while (after !== undefined);
}
