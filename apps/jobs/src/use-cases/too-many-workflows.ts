import { type ItemReply, refused } from '@callboard/contracts';

export const tooManyWorkflows = (workflowId: string): ItemReply<never> =>
  refused(
    'too-many-workflows',
    `The workflow ${workflowId} is not registered, and no more unregistered ones are kept: register it first.`,
  );
