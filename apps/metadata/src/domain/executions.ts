/** Where runs of workflows stand, where their outputs, and what was counted in these. */
export const EXECUTIONS = 'workflow_execution_set';
export const DATA_OBJECTS = 'data_object_set';
export const AGGREGATES = 'functional_annotation_agg';

/**
 * The id of an execution is that of its kind and a number, `base.1`, `base.2`: a run with a higher number supersedes those
 * with lower ones. For SQL and for JavaScript: 1 is the base, 2 the number.
 */
export const NUMBERED_ID = '^(.+)\\.([1-9][0-9]*)$';

/** Names in a document the execution that supersedes it, or what it is an output of. */
export const SUPERSEDED_BY = 'superseded_by';
