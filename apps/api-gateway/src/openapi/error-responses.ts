import {
  cell,
  ERROR_CODES,
  keyRuleOf,
  type ErrorCode,
  isDrsPath,
  type JsonSchema,
  type RefusalStatus,
  type Role,
  ROLES,
  type RouteContract,
  statusOf,
} from '@callboard/contracts';
import { drsStatus } from '../errors/drs-error';

/** What a route may answer besides its success, by status, with the meaning of each code. */
export function errorResponses(route: RouteContract): Record<string, JsonSchema> {
  const byStatus = new Map<number, ErrorCode[]>();
  for (const code of codesOf(route)) {
    const status = isDrsPath(route.path) ? drsStatus(statusOf(code)) : statusOf(code);
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  const entries = [...byStatus].sort(([a], [b]) => a - b);
  return Object.fromEntries(entries.map(([status, codes]) => [status, responseOf(codes, formOf(route))]));
}

/** How those are refused who have not the right. */
const REFUSALS: Record<RefusalStatus, ErrorCode> = {
  400: 'bad-request',
  401: 'unauthenticated',
  403: 'forbidden',
};

/** Those of the table, and those that follow from the form of the route. */
function codesOf(route: RouteContract): ErrorCode[] {
  const roles = Object.keys(ROLES) as Role[];
  const implied = [...new Set(roles.map((role) => cell(route.auth, role)))].flatMap((verdict) =>
    verdict === 'pass' ? [] : [REFUSALS[verdict]],
  );
  if (route.params ?? route.query ?? route.body) implied.push('invalid-input');
  if (route.body) implied.push('too-large');
  if (keyRuleOf(route) === 'taken')
    implied.push('bad-request', 'idempotency-key-in-use', 'idempotency-key-reused');
  return [...new Set<ErrorCode>([...route.refusals, ...implied, 'unavailable', 'overloaded'])];
}

const formOf = ({ path }: RouteContract): string => (isDrsPath(path) ? 'DrsError' : 'Refusal');

function responseOf(codes: readonly ErrorCode[], form: string): JsonSchema {
  const description = codes.map((code) => `\`${code}\`: ${ERROR_CODES[code].meaning}`).join('\n\n');
  return {
    description,
    content: { 'application/json': { schema: { $ref: `#/components/schemas/${form}` } } },
  };
}
