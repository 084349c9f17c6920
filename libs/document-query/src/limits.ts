/** Most characters of a filter; a query string has room for 64 kB. */
export const FILTER_CHARACTERS = 65_536;
/** Deepest nesting of a filter. */
export const FILTER_DEPTH = 24;
/** Most operators and fields of a filter. Values of `$in` do not count. */
export const FILTER_CONDITIONS = 500;
/** Most values of one list (`$in`, `$nin`, `$all`). */
export const LIST_VALUES = 10_000;
/** Most characters of a regular expression. */
export const REGEX_CHARACTERS = 200;
/** Most steps of a dotted path. */
export const PATH_STEPS = 20;
/** Most fields of a projection. */
export const PROJECTED_FIELDS = 200;
/** How long a statement may take for a filter, in ms. */
export const FILTER_MS = 10_000;
/** The same with a regular expression, whose cost nobody can tell beforehand. */
export const REGEX_MS = 2_000;
/** Most steps of a path in an expression. */
export const EXPRESSION_STEPS = 8;
/** Most stages of a pipeline, and most parts of all its expressions. */
export const PIPELINE_STAGES = 50;
export const PIPELINE_EXPRESSIONS = 200;
/** Most fields that a stage makes or sorts by. */
export const STAGE_FIELDS = 40;
/** Most characters of a pipeline as JSON. */
export const PIPELINE_CHARACTERS = 1_000_000;
