import { SITE_EXPORTS, sitePermissions, subjectToken } from '@callboard/contracts';
import { brokerConfig } from '@callboard/embedded';
import type { DataFolder } from './data-folder';

export const BROKER_USER = 'callboard';

/** Name under which a site logs in at the broker. */
export const siteUser = (siteId: string): string => `site-${subjectToken(siteId)}`;

/** The broker's configuration for everything that the folder's secrets know: services in APP, one user a site in SITES. */
export function brokerConfigOf(folder: DataFolder, port: number): string {
  const secrets = folder.secrets();
  return brokerConfig({
    port,
    storeDir: folder.file('nats'),
    services: [{ user: BROKER_USER, password: secrets.brokerPassword }],
    sites: Object.entries(secrets.sitePasswords).map(([siteId, password]) => ({
      user: siteUser(siteId),
      password,
      ...sitePermissions(siteId),
    })),
    exports: SITE_EXPORTS,
  });
}
