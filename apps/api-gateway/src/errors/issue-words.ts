import type { z } from 'zod';

/** Type, message and context of an issue, in the words of the reference's validation (contract 0). */
export interface IssueWords {
  type: string;
  msg: string;
  ctx?: Record<string, unknown>;
}

const WRONG_TYPES: Record<string, IssueWords> = {
  string: { type: 'string_type', msg: 'Input should be a valid string' },
  // Every number that clients send is whole; of text in its place zod only says that it is no number.
  number: { type: 'int_type', msg: 'Input should be a valid integer' },
  int: { type: 'int_type', msg: 'Input should be a valid integer' },
  boolean: { type: 'bool_type', msg: 'Input should be a valid boolean' },
  array: { type: 'list_type', msg: 'Input should be a valid list' },
  record: { type: 'dict_type', msg: 'Input should be a valid dictionary' },
  object: {
    type: 'model_attributes_type',
    msg: 'Input should be a valid dictionary or object to extract fields from',
  },
};

export function wordsOf(issue: z.core.$ZodIssue, input: unknown): IssueWords {
  switch (issue.code) {
    case 'invalid_type':
      return WRONG_TYPES[issue.expected] ?? valueError(issue.message);
    case 'too_small':
      return tooSmall(issue, input);
    case 'too_big':
      return tooBig(issue, input);
    case 'invalid_format':
      return wrongFormat(issue);
    case 'invalid_value': {
      const expected = issue.values.map((value) => `'${String(value)}'`).join(' or ');
      return { type: 'enum', msg: `Input should be ${expected}`, ctx: { expected } };
    }
    case 'custom':
      return typeof issue.params?.type === 'string'
        ? { type: issue.params.type, msg: issue.message }
        : valueError(issue.message);
    case 'unrecognized_keys':
      return { type: 'extra_forbidden', msg: 'Extra inputs are not permitted' };
    case 'invalid_union':
    case 'invalid_key':
    case 'invalid_element':
    case 'not_multiple_of':
      return valueError(issue.message);
  }
}

/** Checks of our own, as the reference words them. */
function valueError(message: string): IssueWords {
  return { type: 'value_error', msg: `Value error, ${message}`, ctx: { error: {} } };
}

function tooSmall(issue: z.core.$ZodIssueTooSmall, input: unknown): IssueWords {
  const least = Number(issue.minimum);
  if (issue.origin === 'string') {
    const msg = `String should have at least ${characters(least)}`;
    return { type: 'string_too_short', msg, ctx: { min_length: least } };
  }
  if (issue.origin === 'array') {
    const msg = `List should have at least ${items(least)} after validation, not ${lengthOf(input)}`;
    return {
      type: 'too_short',
      msg,
      ctx: { field_type: 'List', min_length: least, actual_length: lengthOf(input) },
    };
  }
  return {
    type: 'greater_than_equal',
    msg: `Input should be greater than or equal to ${least}`,
    ctx: { ge: least },
  };
}

function tooBig(issue: z.core.$ZodIssueTooBig, input: unknown): IssueWords {
  const most = Number(issue.maximum);
  if (issue.origin === 'string') {
    const msg = `String should have at most ${characters(most)}`;
    return { type: 'string_too_long', msg, ctx: { max_length: most } };
  }
  if (issue.origin === 'array') {
    const msg = `List should have at most ${items(most)} after validation, not ${lengthOf(input)}`;
    return {
      type: 'too_long',
      msg,
      ctx: { field_type: 'List', max_length: most, actual_length: lengthOf(input) },
    };
  }
  return {
    type: 'less_than_equal',
    msg: `Input should be less than or equal to ${most}`,
    ctx: { le: most },
  };
}

function wrongFormat(issue: z.core.$ZodIssueInvalidStringFormat): IssueWords {
  const { pattern } = issue;
  if (pattern === undefined) return valueError(issue.message);
  const own = issue.message.startsWith('Invalid') ? '' : `: ${issue.message}`;
  return {
    type: 'string_pattern_mismatch',
    msg: `String should match pattern '${pattern}'${own}`,
    ctx: { pattern },
  };
}

const characters = (count: number): string => `${count} ${count === 1 ? 'character' : 'characters'}`;
const items = (count: number): string => `${count} ${count === 1 ? 'item' : 'items'}`;
const lengthOf = (value: unknown): number => (Array.isArray(value) ? value.length : 0);
