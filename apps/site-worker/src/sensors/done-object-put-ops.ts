import { defineSensor, type SensorDefinition } from '@callboard/site-kit';

/**
 * A job for each operation under which a site has put an object: it registers the object. One job for each, so that a
 * result that is no good keeps no other back, and its failure stands where failures stand (contract 5, 9 D27).
 */
export const doneObjectPutOps: SensorDefinition = defineSensor({
  name: 'done-object-put-ops',
  on: [{ kind: 'operation-ended', of: 'put-object', outcomes: ['succeeded'] }],
  run: (_context, { operation_id }) => ({
    runs: [{ key: operation_id, workflowId: 'register-put-object-1.0.0', config: { operation_id } }],
  }),
});
