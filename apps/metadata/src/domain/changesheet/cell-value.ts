import { SheetFault } from './sheet-fault';
import type { Slot, SlotKind } from './slot-catalogue';

const SEPARATOR = '|';

/**
 * What a cell says, as the slot has it (contract 7.2, rules 6 and 7). Several values are told apart by `|`, also where
 * the slot holds one: the schema then refuses the list.
 *
 * @throws SheetFault for a value that is none of the slot's type
 */
export function cellValue(text: string, { name, kind, many }: Slot, row: number): unknown {
  const one = (part: string): unknown => converted(part, kind, name, row);
  if (!many && !text.includes(SEPARATOR)) return one(text.trim());
  const parts = text.split(SEPARATOR).map((part) => part.trim());
  return parts.filter((part) => part !== '').map(one);
}

const INTEGER = /^[+-]?\d+(?:\.0+)?$/;
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const BOOLEANS: Readonly<Record<string, boolean>> = { true: true, false: false };

function converted(text: string, kind: SlotKind, slot: string, row: number): unknown {
  const value = readAs(kind, text);
  if (value !== undefined) return value;
  throw new SheetFault(row, 'value', `${slot} takes ${WORDS[kind]}, and ${JSON.stringify(text)} is none`);
}

const WORDS: Record<SlotKind, string> = {
  text: 'a text',
  object: 'an object',
  boolean: 'true or false',
  integer: 'a whole number',
  number: 'a number',
};

function readAs(kind: SlotKind, text: string): unknown {
  switch (kind) {
    case 'boolean':
      return BOOLEANS[text.toLowerCase()];
    case 'integer':
      return INTEGER.test(text) && Number.isSafeInteger(Number(text)) ? Number(text) : undefined;
    case 'number':
      return NUMBER.test(text) && Number.isFinite(Number(text)) ? Number(text) : undefined;
    // An object is made by a variable; whether a text will do in its place is for the schema to say.
    case 'text':
    case 'object':
      return text;
  }
}
