import { randomBytes } from 'node:crypto';
import { made, newClient, OWN_SITE, type Cast, loginOf } from '../rights/cast';
import type { Things } from './failure';

/** Makes what failures are about, as the own site and who administers it. */
export async function thingsOf(cast: Cast): Promise<Things> {
  const site = cast['own-site'];
  const sha256 = randomBytes(32).toString('hex');
  const create = async (path: string, body: unknown): Promise<string> =>
    (await made<{ id: string }>(site, path, body)).id;
  const object = await create('/objects', {
    checksums: [{ type: 'sha256', checksum: sha256 }],
    created_time: '2026-01-02T03:04:05Z',
    size: 1,
    access_methods: [],
  });
  const [job, held] = [await create('/jobs', newJob()), await create('/jobs', newJob())];
  return {
    object,
    sha256,
    job,
    'demanding-job': await create('/jobs', newJob(['no-site-has-it'])),
    operation: await create(`/jobs/${held}:claim`, undefined),
    client: (await newClient(cast['site-administrator'], OWN_SITE)).client_id,
    username: loginOf('user').username ?? '',
    'own-site': OWN_SITE,
  };
}

const newJob = (capability_ids: string[] = []): object => ({
  workflow: { id: 'unchanged-clients', capability_ids },
  config: {},
});
