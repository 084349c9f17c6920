import { type Caller, mayDo, nameOfCaller, RIGHTS } from '@callboard/contracts';
import type { LastPermit } from '@callboard/fencing';
import { DomainError } from '@callboard/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { EXECUTIONS } from '../domain/executions';
import { ActiveSchemaReader } from './active-schema';
import type { UnderOperation } from './apply-submission';
import { DATED_COLLECTIONS } from './dated-collections';
import { EFFECTS_STORE, type EffectsStore } from './effects-store';
import { EXECUTIONS_STORE, type ExecutionsStore, type InsertedBy } from './executions-store';
import { demandOwn, submissionLost } from './submission-owner';
import { SUBMISSIONS_STORE, type SubmissionsStore } from './submissions-store';
import { SupersededTypes } from './superseded-types';

const RIGHT = 'allow:/metadata/json:submit';

/** An operation that the executions are a result of. */
export interface ResultOf {
  readonly operationId: string;
  readonly under: UnderOperation;
}

/** Makes what was staged documents, without replacing any, and says which runs supersede which (contract 2.8). */
@Injectable()
export class InsertExecutions {
  constructor(
    @Inject(SUBMISSIONS_STORE) private readonly submissions: SubmissionsStore,
    @Inject(EXECUTIONS_STORE) private readonly executions: ExecutionsStore,
    @Inject(EFFECTS_STORE) private readonly effects: EffectsStore,
    private readonly active: ActiveSchemaReader,
    private readonly supersededTypes: SupersededTypes,
  ) {}

  /** Gives how many documents were staged. Refusals: those of the contract. */
  async execute(id: string, caller: Caller, of?: ResultOf): Promise<number> {
    if (!mayDo(RIGHT, caller, {})) throw new DomainError('forbidden', `Who may: ${RIGHTS[RIGHT].words}`);
    const submission = await this.submissions.find(id);
    if (!submission) throw submissionLost(id);
    demandOwn(submission, caller);
    await this.active.demandCollection(EXECUTIONS);
    const { version: schemaVersion } = await this.active.read();
    const supersededTypes = await this.supersededTypes.of(schemaVersion);
    const by = {
      who: nameOfCaller(caller),
      schemaVersion,
      supersededTypes,
      datedCollections: DATED_COLLECTIONS,
    };
    const insert = (more: Pick<InsertedBy, 'operationId' | 'jobId'>, permit?: LastPermit) =>
      this.executions.insert(id, { ...by, ...more }, permit);
    if (!of) return insert({ operationId: null, jobId: null });
    const { operationId, under } = of;
    const { jobId } = await under((permit) => this.effects.effectOf(permit));
    return under((permit) => insert({ operationId, jobId }, permit));
  }
}
