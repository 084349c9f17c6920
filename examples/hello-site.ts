// A site of ten lines: it takes jobs of the workflow hello-1.0.0 and greets whom they name.
import { defineWorkflow, drainOnSignal, runSite } from '@callboard/site-kit';

const hello = defineWorkflow({
  id: 'hello-1.0.0',
  run: async ({ job, progress }) => {
    progress({ phase: 'greeting' });
    return { greeting: `Hello, ${String(job.config.name ?? 'world')}!` };
  },
});

void runSite({ workflows: [hello] }).then(drainOnSignal);
