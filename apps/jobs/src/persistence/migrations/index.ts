import type { MigrationClass } from '@callboard/persistence';
import { CreateJobs1780272000000 } from './202606010000-create-jobs';
import { ManageWorkflows1795435200000 } from './202611231200-manage-workflows';
import { ListJobsByWorkflow1795442400000 } from './202611231400-list-jobs-by-workflow';
import { ShowWhatWasSent1795446000000 } from './202611231500-show-what-was-sent';
import { ManageJobs1795456800000 } from './202611231800-manage-jobs';
import { KeepReplies1795557600001 } from './202611242200-keep-replies';
import { AuditDeadLetters1795558000000 } from './202611242206-audit-dead-letters';
import { OnlySites1795569000000 } from './202611240300-only-sites';
import { RequestJobs1795580000000 } from './202611281500-request-jobs';
import { RemoveJobs1795890600000 } from './202611281830-remove-jobs';

export const migrations: MigrationClass[] = [
  CreateJobs1780272000000,
  ManageWorkflows1795435200000,
  ListJobsByWorkflow1795442400000,
  ShowWhatWasSent1795446000000,
  ManageJobs1795456800000,
  KeepReplies1795557600001,
  AuditDeadLetters1795558000000,
  OnlySites1795569000000,
  RequestJobs1795580000000,
  RemoveJobs1795890600000,
];
