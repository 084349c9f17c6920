import type { User, UserReply } from '@callboard/contracts';

/** FULL: every field (contract 0, "Null handling"). */
export function fullUser({ username, email, full_name, site_admin, disabled }: User): UserReply {
  return { username, email, full_name, site_admin, disabled };
}

/** SET: only what is stored. */
export function setUser({ email, full_name, ...stored }: User): UserReply {
  return { ...stored, ...(email === null ? {} : { email }), ...(full_name === null ? {} : { full_name }) };
}
