import { subjectToken } from '@callboard/contracts';
import { type Channel, SITE_TOKEN, WORKFLOW_TOKEN } from './model';

const HOW =
  'what is not a letter, a digit or - becomes _<hex>_, and what is longer than 150 characters a hash';
const WORKFLOW = 'Metagenome Annotation: v1.1.0';

/** The site in an address. */
export const siteParameter: Channel['parameters'] = {
  [SITE_TOKEN]: {
    description: `The id of the site as one token: ${HOW}.`,
    examples: [subjectToken('NERSC'), subjectToken('nmdc-runtime')],
  },
};

/** The workflow in an address. */
export const workflowParameter: Channel['parameters'] = {
  [WORKFLOW_TOKEN]: {
    description: `The id of the workflow as one token: ${HOW}. The example is ${WORKFLOW}.`,
    examples: [subjectToken(WORKFLOW)],
  },
};
