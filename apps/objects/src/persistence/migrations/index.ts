import type { MigrationClass } from '@callboard/persistence';
import { CreateObjects1780272000000 } from './202606010000-create-objects';

export const migrations: MigrationClass[] = [CreateObjects1780272000000];
