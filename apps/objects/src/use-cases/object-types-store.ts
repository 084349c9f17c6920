import type { RegistryEntry } from '@callboard/contracts';
import type { SeededObjectType } from '../domain/seeded-object-types';

export const OBJECT_TYPES_STORE = Symbol('OBJECT_TYPES_STORE');

export interface NewObjectType {
  readonly id: string;
  readonly name: string | null;
  readonly description: string | null;
}

export interface ObjectTypesStore {
  /** In the order of their registration. */
  list(): Promise<RegistryEntry[]>;
  /** Gives undefined when the id is registered already. */
  register(type: NewObjectType): Promise<RegistryEntry | undefined>;
  /** Registers those that are not registered yet; leaves edited ones alone. Any number of processes may do so at once. */
  seed(types: readonly SeededObjectType[]): Promise<void>;
}
