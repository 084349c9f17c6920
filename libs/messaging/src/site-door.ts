import type { Caller } from '@callboard/contracts';

/**
 * Decides who asks on `site.<site-token>.<verb>.v1` (design 4): verifies the access token of the message header and
 * that it belongs to the site that the subject names.
 *
 * @returns the caller, of kind `site`
 * @throws DomainError `unauthenticated` (no token, or a bad one) or `forbidden` (another site's subject)
 */
export type SiteVerifier = (token: string | undefined, siteToken: string) => Promise<Caller>;
