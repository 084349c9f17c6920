/** Operators of expressions, in `$expr`, `$group`, `$project` and `$replaceWith`. */
export const EXPRESSION_OPERATORS = [
  '$and',
  '$or',
  '$not',
  '$eq',
  '$ne',
  '$gt',
  '$gte',
  '$lt',
  '$lte',
  '$in',
  '$size',
  '$ifNull',
  '$mergeObjects',
  '$literal',
] as const;

/** For refusals. */
export const EXPRESSIONS = `an expression is a path such as "$a.b" or "$$ROOT", a plain value, an object or a list of expressions, or one of ${EXPRESSION_OPERATORS.join(' ')}`;
