import type { MigrationClass } from '@callboard/persistence';
import { CreateJobs1780272000000 } from './202606010000-create-jobs';

export const migrations: MigrationClass[] = [CreateJobs1780272000000];
