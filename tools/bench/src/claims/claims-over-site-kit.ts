import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { RUNTIME_SITE } from '../../../dev-stack/src/data-folder';
import type { Bench } from '../bench-stack';
import { postJobs } from '../create/post-jobs';
import type { Row } from '../report';
import type { SiteReport } from './idle-site';

const JOBS = 20_000;

/** Claim and settle of waiting jobs by one process of a site, in batches over NATS. */
export async function claimsOverSiteKit(bench: Bench): Promise<Row[]> {
  const workflowId = 'bench-claims-site-kit';
  await postJobs(bench, workflowId, JOBS);
  const { stack } = bench;
  const child = fork(join(__dirname, 'idle-site.js'), [workflowId, String(JOBS)], {
    env: {
      ...process.env,
      SITE_ID: RUNTIME_SITE,
      SITE_CLIENT_ID: stack.secrets.runtimeClientId,
      SITE_CLIENT_SECRET: stack.secrets.runtimeClientSecret,
      GATEWAY_URL: stack.gatewayUrl,
      NATS_URL: stack.servers.natsUrl,
      NATS_USER: stack.servers.runtimeSite.user,
      NATS_PASSWORD: stack.servers.runtimeSite.password,
    },
  });
  try {
    const gone = once(child, 'exit').then(() => Promise.reject(new Error('the site of the bench has ended')));
    const [report] = (await Promise.race([once(child, 'message'), gone])) as [SiteReport];
    const perSecond = report.settled / ((report.endedAt - report.startedAt) / 1000);
    return [{ what: `claim + settle over site-kit, ${JOBS} jobs`, perSecond, toBare: 2 }];
  } finally {
    child.kill('SIGKILL');
  }
}
