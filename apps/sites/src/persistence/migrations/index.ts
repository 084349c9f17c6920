import type { MigrationClass } from '@callboard/persistence';
import { CreateSites1763888400000 } from './202511230900-create-sites';
import { EndCredentials1795438800000 } from './202611231300-end-credentials';
import { CountFailedLogins1795510800000 } from './202611240900-count-failed-logins';
import { RotateSigningKeys1795514400000 } from './202611241000-rotate-signing-keys';
import { KeepReplies1795557600004 } from './202611242200-keep-replies';
import { AuditDeadLetters1795558000000 } from './202611242206-audit-dead-letters';
import { AuditAllowances1795877400000 } from './202611281450-audit-allowances';

/** In the order in which they run. */
export const migrations: MigrationClass[] = [
  CreateSites1763888400000,
  EndCredentials1795438800000,
  CountFailedLogins1795510800000,
  RotateSigningKeys1795514400000,
  KeepReplies1795557600004,
  AuditDeadLetters1795558000000,
  AuditAllowances1795877400000,
];
