import type { User } from '@callboard/contracts';

/** All that somebody says of a user but the password. */
export interface UserOrder {
  username: string;
  email?: string | null | undefined;
  full_name?: string | null | undefined;
  site_admin: readonly string[];
  disabled: boolean;
}

/** What is not said is null; a site is administered once. */
export const userOfOrder = ({ username, email, full_name, site_admin, disabled }: UserOrder): User => ({
  username,
  email: email ?? null,
  full_name: full_name ?? null,
  site_admin: [...new Set(site_admin)],
  disabled,
});
