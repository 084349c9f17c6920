export { type FieldKind, type QueryField, type QuerySource } from './fields';
export { parseFilter } from './parse-filter';
export { compileFilter, type CompiledFilter } from './sql/compile-filter';
export { filterIdentity } from './filter-identity';
export { type PageOf, pageToken, readPageToken } from './page-token';
export { type Projection, parseProjection } from './projection';
export { findFilter } from './find-filter';
export { findSort, type SortKey } from './find-sort';
