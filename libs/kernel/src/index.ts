export { DomainError, messageOf } from './domain-error';
export { isMintedId, mintId, mintLocalId, randomDigits } from './ids';
export { type Log, silentLog } from './log';
export { FailPoints, failPoints } from './fail-points';
export { Gate } from './gate';
export { Batches, type BatchRules } from './batches';
export { randomBytes } from './random-bytes';
export { apart, workContext } from './work-context';
export { keptStep, type KeptWork, onceKept, runKept } from './kept-work';
