import {
  changeSiteClient,
  generateCredentials,
  giveAllowance,
  listAllowances,
  listCredentials,
  listUsers,
  logInByOrcid,
  replaceUser,
  revokeCredentials,
  ROUTES,
  takeAllowance,
  type TokenReply,
  type User,
} from '@callboard/contracts';
import { DomainError } from '@callboard/kernel';
import type { StandInServices } from './stand-in-services.fake';

/** What `sites` says of the credentials of a site, and of allowances. */
export function answerCredentials(services: StandInServices): void {
  services.answer(generateCredentials, () => ({
    client_id: 'sys0k3v9m2x7q1zt58',
    client_secret: 'shown-once',
  }));
  services.answer(listCredentials, () => ({
    credentials: [
      { client_id: 'sys0k3v9m2x7q1zt58', created_at: '2026-01-02T03:04:05.678Z', expires_at: null },
    ],
  }));
  const ada = { username: 'ada', action: '/metadata/json:submit' as const };
  services.answer(listAllowances, () => ({ allowances: [ada] }));
  services.answer(giveAllowance, (allowance) => allowance);
  services.answer(takeAllowance, () => ({}));
  services.answer(revokeCredentials, () => ({}));
  services.answer(changeSiteClient, ({ secret }) => ({ changed: secret != null }));
}

export const GOOD_ID_TOKEN = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.c2lnbmVk';

/** What `sites` says to who looks after users, and to who comes from ORCID. */
export function answerUsers(services: StandInServices, issued: TokenReply): void {
  services.answer(replaceUser, ({ password: _, ...rest }) => {
    if (rest.username === 'nobody') throw new DomainError('not-found', 'there is no such user');
    return { ...rest, email: rest.email ?? null, full_name: rest.full_name ?? null };
  });
  const users = ROUTES.listUsers.example.reply as User[];
  services.answer(listUsers, () => ({ users, more: false }));
  services.answer(logInByOrcid, ({ id_token }) => {
    if (id_token === GOOD_ID_TOKEN) return issued;
    throw new DomainError('wrong-credentials', 'this is no valid ID token of ORCID');
  });
}
