import type { MigrationClass } from '@callboard/persistence';
import { CreateObjects1780272000000 } from './202606010000-create-objects';
import { FenceResults1795460400000 } from './202611231900-fence-results';
import { KeepReplies1795557600002 } from './202611242200-keep-replies';
import { AuditDeadLetters1795558000000 } from './202611242206-audit-dead-letters';

export const migrations: MigrationClass[] = [
  CreateObjects1780272000000,
  FenceResults1795460400000,
  KeepReplies1795557600002,
  AuditDeadLetters1795558000000,
];
