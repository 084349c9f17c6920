import type { CredentialsOrder } from '@callboard/contracts';
import { DomainError } from '@callboard/kernel';

const DAY_MS = 86_400_000;

/**
 * When new credentials end, by what was asked for; undefined: not before they are revoked.
 *
 * @throws DomainError `invalid-input` for an end that has passed
 */
export function credentialsEnd({ expires_at, days }: CredentialsOrder, now: Date): Date | undefined {
  if (days != null) return new Date(now.getTime() + days * DAY_MS);
  if (expires_at == null) return undefined;
  const end = new Date(expires_at);
  if (end > now) return end;
  throw new DomainError(
    'invalid-input',
    `expires_at ${expires_at} has passed: it is ${now.toISOString()} here; name a later time`,
  );
}
