import type { Demo } from '../demo';
import type { DemoStack } from '../on-demo-stack';
import type { Storyteller } from '../storyteller';
import { demoDocuments, type DemoDocuments } from './documents';
import { schemaOf, submitted } from './hand-in';
import { refusals } from './refusals';
import { Submitter } from './submitter';
import { tagged } from './tagged';

/** `npm run demo -- metadata`: metadata on all its ways: validated, submitted, read back, handed in by a tag, refused. */
export function metadataDemo(): Demo {
  const documents = demoDocuments();
  return {
    title: `metadata of ${documents.from}`,
    walk: async (on, story) => {
      const { adminUsername: username, adminPassword: password } = on.stack.dev;
      const admin = await Submitter.logIn(on.stack, { grant_type: 'password', username, password });
      return tell(on, admin, documents, story);
    },
  };
}

async function tell(
  demo: DemoStack,
  admin: Submitter,
  documents: DemoDocuments,
  story: Storyteller,
): Promise<boolean> {
  await schemaOf(admin, documents, story);
  const succeeded =
    (await submitted(admin, documents, story)) &&
    (await tagged(demo, documents.more, story)) &&
    (await refusals(demo, admin, documents.broken, story));
  story.hops();
  story.note(succeeded ? 'all went as it should' : 'not all went as it should');
  return succeeded;
}
