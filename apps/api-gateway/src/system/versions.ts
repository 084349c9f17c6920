import type { VersionReply } from '@callboard/contracts';

/** The version in package.json; a test holds the two together. */
export const CALLBOARD_VERSION = '0.1.0';

/** The names are those that clients know; the registry is that of schema 11.21.0 (contract 4). */
export const VERSIONS: VersionReply = {
  'nmdc-runtime': `callboard ${CALLBOARD_VERSION}`,
  fastapi: 'not used',
  'nmdc-schema': '11.21.0',
};
