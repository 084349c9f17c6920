import {
  listCapabilities,
  listObjectTypes,
  listTriggers,
  listWorkflows,
  type RegistryEntry,
  type Trigger,
  type Workflow,
} from '@callboard/contracts';
import { DomainError } from '@callboard/kernel';
import { RequestClient } from '@callboard/messaging';
import { Injectable } from '@nestjs/common';

/** What is registered with the services that own it: small lists, asked whole (contract 2.3). */
@Injectable()
export class Registry {
  constructor(private readonly requests: RequestClient) {}

  async capabilities(): Promise<RegistryEntry[]> {
    return (await this.requests.request(listCapabilities, {})).capabilities;
  }

  async objectTypes(): Promise<RegistryEntry[]> {
    return (await this.requests.request(listObjectTypes, {})).object_types;
  }

  async workflows(): Promise<Workflow[]> {
    return (await this.requests.request(listWorkflows, {})).workflows;
  }

  async triggers(): Promise<Trigger[]> {
    return (await this.requests.request(listTriggers, {})).triggers;
  }
}

/** The entry of that id. Throws `not-found`; `kind` names it for people. */
export function entryOf<T extends { id: string }>(entries: readonly T[], id: string, kind: string): T {
  const entry = entries.find((candidate) => candidate.id === id);
  if (entry === undefined) throw new DomainError('not-found', `there is no ${kind} ${JSON.stringify(id)}`);
  return entry;
}
