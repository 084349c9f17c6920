import { isJwt, type TokenForm } from '@callboard/contracts';
import { DomainError } from '@callboard/kernel';

export type Grant =
  | { grant: 'password'; username: string; password: string }
  | { grant: 'client_credentials'; client_id: string; client_secret: string }
  | { grant: 'orcid'; id_token: string };

/**
 * What a token form asks for (contract 2.1). Without a grant_type an id and secret are enough. HTTP Basic counts only
 * when the form has no client_id. A JWT for a client_id, alone in the form, is the ID token of somebody who logged in at ORCID.
 *
 * @throws DomainError `bad-request` when the pair is missing, `wrong-credentials` for an id without secret (D35)
 */
export function grantOf(form: TokenForm, authorization: string | undefined): Grant {
  if (form.grant_type === 'password') {
    const { username, password } = form;
    if (username !== undefined && password !== undefined) return { grant: 'password', username, password };
    throw new DomainError('bad-request', 'grant_type password needs the form fields username and password');
  }
  const pair = form.client_id === undefined ? basicPair(authorization) : form;
  const { client_id, client_secret } = pair;
  if (client_id !== undefined && client_secret !== undefined) {
    return { grant: 'client_credentials', client_id, client_secret };
  }
  if (form.client_id !== undefined && isJwt(form.client_id)) {
    return { grant: 'orcid', id_token: form.client_id };
  }
  if (client_id !== undefined) {
    throw new DomainError(
      'wrong-credentials',
      'a client_id without its client_secret is no login: send both',
    );
  }
  const text =
    'client_id and client_secret are needed, in the form or by HTTP Basic; users send grant_type=password';
  throw new DomainError('bad-request', text);
}

interface Pair {
  client_id?: string;
  client_secret?: string;
}

function basicPair(authorization: string | undefined): Pair {
  const [, encoded] = /^basic +([A-Za-z0-9+/=_-]{1,4000}) *$/i.exec(authorization ?? '') ?? [];
  if (encoded === undefined) return {};
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  if (colon <= 0) return {};
  const [client_id, client_secret] = [text.slice(0, colon), text.slice(colon + 1)];
  return client_secret === '' ? { client_id } : { client_id, client_secret };
}
