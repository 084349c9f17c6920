// A site whose sensor greets every file of its own, and whose schedule greets the night.
import {
  defineRepository,
  defineSchedule,
  defineSensor,
  defineWorkflow,
  drainOnSignal,
  runSite,
} from '@callboard/site-kit';

const hello = defineWorkflow({
  id: 'hello-1.0.0',
  run: async ({ job }) => ({ greeting: `Hello, ${String(job.config.name ?? 'world')}!` }),
});

const greetFiles = defineSensor({
  name: 'greet-files',
  on: [{ kind: 'object-registered', name_endings: ['.txt'] }],
  run: (_context, { object_id, name }) => ({
    runs: [{ key: object_id, workflowId: 'hello-1.0.0', config: { name } }],
  }),
});

const greetTheNight = defineSchedule({
  name: 'greet-the-night',
  cron: '0 3 * * *',
  timeZone: 'America/Los_Angeles',
  workflowId: 'hello-1.0.0',
  config: (scheduledAt) => ({ name: scheduledAt.toISOString() }),
});

const repository = defineRepository({
  workflows: [hello],
  sensors: [greetFiles],
  schedules: [greetTheNight],
});

void runSite({ repository }).then(drainOnSignal);
