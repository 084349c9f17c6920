export { createFencingTables } from './tables';
export { OperationFence } from './operation-fence';
