import type { MigrationClass } from '@callboard/persistence';
import { CreateOperations1780272000000 } from './202606010000-create-operations';

export const migrations: MigrationClass[] = [CreateOperations1780272000000];
