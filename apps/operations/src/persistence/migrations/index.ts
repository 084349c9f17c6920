import type { MigrationClass } from '@callboard/persistence';
import { CreateOperations1780272000000 } from './202606010000-create-operations';
import { ListOperationsOfJobs1795442400000 } from './202611231400-list-operations-of-jobs';
import { PermitWrites1795460400000 } from './202611231900-permit-writes';
import { KeepReplies1795557600003 } from './202611242200-keep-replies';
import { AuditDeadLetters1795558000000 } from './202611242206-audit-dead-letters';
import { RecordRuns1795568000000 } from './202611250053-record-runs';
import { PutObjects1795570000000 } from './202611250126-put-objects';
import { ArchiveOperations1795880100000 } from './202611281535-archive-operations';
import { TellRunEvents1795888800000 } from './202611281800-tell-run-events';

export const migrations: MigrationClass[] = [
  CreateOperations1780272000000,
  ListOperationsOfJobs1795442400000,
  PermitWrites1795460400000,
  KeepReplies1795557600003,
  AuditDeadLetters1795558000000,
  RecordRuns1795568000000,
  PutObjects1795570000000,
  ArchiveOperations1795880100000,
  TellRunEvents1795888800000,
];
