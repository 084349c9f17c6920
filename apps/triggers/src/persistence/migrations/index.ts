import type { MigrationClass } from '@callboard/persistence';
import { CreateTriggers1780272000000 } from './202606010000-create-triggers';
import { PauseTriggers1795435200000 } from './202611231200-pause-triggers';
import { KeepReplies1795557600005 } from './202611242200-keep-replies';
import { AuditDeadLetters1795558000000 } from './202611242206-audit-dead-letters';
import { FireLateNews1795559000000 } from './202611242223-fire-late-news';
import { KeepSensorNews1795580000000 } from './202611281440-keep-sensor-news';

export const migrations: MigrationClass[] = [
  CreateTriggers1780272000000,
  PauseTriggers1795435200000,
  KeepReplies1795557600005,
  AuditDeadLetters1795558000000,
  FireLateNews1795559000000,
  KeepSensorNews1795580000000,
];
