export { createFencingTables } from './tables';
export { OperationFence, type LastPermit } from './operation-fence';
export type { Permitted } from './write-permit';
