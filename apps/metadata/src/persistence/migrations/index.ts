import type { MigrationClass } from '@callboard/persistence';
import { CreateMetadata1795485600000 } from './202611240200-create-metadata';
import { CreateChangesheets1795834800000 } from './202611280300-create-changesheets';
import { CurateSubmissions1795877400000 } from './202611281450-curate-submissions';
import { KeepQueryResults1795888800000 } from './202611281800-keep-query-results';
import { BindIds1795889100000 } from './202611281805-bind-ids';
import { FindDownstream1795891200000 } from './202611281840-find-downstream';

export const migrations: MigrationClass[] = [
  CreateMetadata1795485600000,
  CreateChangesheets1795834800000,
  CurateSubmissions1795877400000,
  KeepQueryResults1795888800000,
  BindIds1795889100000,
  FindDownstream1795891200000,
];
