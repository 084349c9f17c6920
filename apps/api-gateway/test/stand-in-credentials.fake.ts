import {
  changeSiteClient,
  generateCredentials,
  giveAllowance,
  listAllowances,
  listCredentials,
  revokeCredentials,
  takeAllowance,
} from '@callboard/contracts';
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
