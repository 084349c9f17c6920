import type { MigrationClass } from '@callboard/persistence';
import { CreateMetadata1795485600000 } from './202611240200-create-metadata';

export const migrations: MigrationClass[] = [CreateMetadata1795485600000];
