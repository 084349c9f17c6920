import type { Role } from '@callboard/contracts';

/** What is sent: JSON, a form, or bytes as they are under a content type. */
export type Sent = { json: unknown } | { form: Record<string, string> } | { text: string; type: string };

/** A failure that the contract names for a call: who makes it how, and the status that it has. */
export interface Failure {
  /** Of the contract. */
  section: string;
  words: string;
  as: Role;
  call: string;
  sent?: Sent;
  status: number;
}

/** Names of things that there are: `<object>` stands for an id wherever it is written in a call or in what is sent. */
export const THINGS = [
  'object',
  'sha256',
  'job',
  'demanding-job',
  'operation',
  'client',
  'username',
  'own-site',
] as const;
export type Things = Record<(typeof THINGS)[number], string>;

/** A text with the things that it names. */
export const withThings = (written: string, things: Things): string =>
  written.replace(/<([a-z\d-]+)>/g, (whole, name: string) => things[name as keyof Things] ?? whole);

/** A row of a table: `[words, role, 'METHOD /path', what is sent, status]`. */
export type Row = [words: string, as: Role, call: string, sent: Sent | undefined, status: number];

/** Rows of one section of the contract. */
export const failuresOf = (section: string, rows: Row[]): Failure[] =>
  rows.map(([words, as, call, sent, status]) => ({
    section,
    words,
    as,
    call,
    status,
    ...(sent && { sent }),
  }));

export const json = (value: unknown): Sent => ({ json: value });
export const form = (fields: Record<string, string>): Sent => ({ form: fields });
export const text = (value: string, type: string): Sent => ({ text: value, type });
