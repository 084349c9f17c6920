import type { MigrationClass } from '@callboard/persistence';
import { CreateMetadata1795485600000 } from './202611240200-create-metadata';
import { CreateChangesheets1795834800000 } from './202611280300-create-changesheets';

export const migrations: MigrationClass[] = [CreateMetadata1795485600000, CreateChangesheets1795834800000];
