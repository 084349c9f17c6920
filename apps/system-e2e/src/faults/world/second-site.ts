import { Client } from '../../support/client';
import type { World } from './world';

const SITE = 'fault-rival';

/** A client of a site that is not the runtime's own. */
export async function secondSite({ admin, stack }: World): Promise<Client> {
  const made = await admin.call('POST', '/sites', { id: SITE });
  if (made.status !== 201 && made.status !== 409) throw new Error(`POST /sites answers ${made.status}`);
  const { status, body } = await admin.call<{ client_id: string; client_secret: string }>(
    'POST',
    `/sites/${SITE}:generateCredentials`,
  );
  if (status !== 200) throw new Error(`generateCredentials answers ${status}`);
  return new Client(stack.gatewayUrl).logIn({ grant_type: 'client_credentials', ...body });
}
