import type { RouteContract } from '@callboard/contracts';
import { messageOf } from '@callboard/kernel';
import { decodeJson } from '@callboard/messaging';
import type { FastifyRequest } from 'fastify';
import { ShapeError } from '../errors/shape-error';
import { offsetOfFault } from './json-fault';

const FORM = 'application/x-www-form-urlencoded';

/**
 * Reads the body of a request by its route. JSON needs no label (contract 0, "Content type"), but a wrong one is a
 * fault. Nothing at all is `undefined`, which the shape then calls missing.
 *
 * @throws ShapeError
 */
export function readBody(route: RouteContract, request: FastifyRequest): unknown {
  const bytes = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
  const label = request.headers['content-type']?.split(';')[0]?.trim().toLowerCase();
  if (route.form) return label === FORM ? readForm(bytes) : {};
  if (bytes.length === 0) return undefined;
  if (label !== undefined && label !== '' && !/^application\/([\w.+-]+\+)?json$/.test(label)) {
    throw notJson(label, bytes);
  }
  return readJson(bytes);
}

/** Fields of a form; an empty field counts as absent, of a repeated one the last counts. */
function readForm(bytes: Buffer): Record<string, string> {
  const fields = [...new URLSearchParams(bytes.toString('utf8'))];
  return Object.fromEntries(fields.filter(([, value]) => value !== ''));
}

function readJson(bytes: Buffer): unknown {
  try {
    return decodeJson(bytes);
  } catch (error) {
    throw jsonFault(bytes, error);
  }
}

function notJson(label: string, bytes: Buffer): ShapeError {
  const msg = `Input should be a valid dictionary or object to extract fields from: send JSON, labelled application/json, not ${label}`;
  const input = bytes.toString('utf8', 0, 200);
  return new ShapeError([{ type: 'model_attributes_type', loc: ['body'], msg, input }]);
}

/** Text that is no JSON is told with its offset; JSON that cannot be stored, with its place. */
function jsonFault(bytes: Buffer, error: unknown): ShapeError {
  const reason = messageOf(error);
  const offset = offsetOfFault(bytes.toString('utf8'));
  if (offset !== undefined) {
    const issue = { type: 'json_invalid', loc: ['body', offset], msg: 'JSON decode error', input: {} };
    return new ShapeError([{ ...issue, ctx: { error: reason } }]);
  }
  const path = error instanceof Error && 'path' in error && Array.isArray(error.path) ? error.path : [];
  const loc = ['body', ...path.map((part: unknown) => (typeof part === 'number' ? part : String(part)))];
  return new ShapeError([
    { type: 'value_error', loc, msg: `Value error, ${reason}`, input: {}, ctx: { error: {} } },
  ]);
}
