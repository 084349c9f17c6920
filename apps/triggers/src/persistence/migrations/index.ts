import type { MigrationClass } from '@callboard/persistence';
import { CreateTriggers1780272000000 } from './202606010000-create-triggers';

export const migrations: MigrationClass[] = [CreateTriggers1780272000000];
