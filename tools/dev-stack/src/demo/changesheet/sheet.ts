import type { Submission } from '../metadata/documents';

/** A changesheet, and the document by which is seen what became of it. */
export interface DemoSheet {
  readonly text: string;
  readonly collection: string;
  readonly id: string;
  /** Slots that the sheet changes in that document, and to what. */
  readonly changes: Readonly<Record<string, unknown>>;
}

/** Changes of the first sample, and of its study (contract 7: a blank id means that of the row above). */
export function demoSheet({ biosample_set = [], study_set = [] }: Submission): DemoSheet {
  const [id, study] = [String(biosample_set[0]?.id), String(study_set[0]?.id)];
  const rows = [
    ['id', 'action', 'attribute', 'value'],
    [id, 'update', 'description', 'measured again'],
    ['', '', 'ph', '7.25'],
    [study, 'update', 'description', 'samples were measured again'],
  ];
  return {
    text: textOf(rows),
    collection: 'biosample_set',
    id,
    changes: { description: 'measured again', ph: 7.25 },
  };
}

/** One row names a slot that the class of the document does not have, another a text where a number belongs. */
export const brokenSheet = ({ id }: DemoSheet): string =>
  textOf([
    ['id', 'action', 'attribute', 'value'],
    [id, 'update', 'colour', 'red'],
    ['', '', 'ph', 'sour'],
  ]);

const textOf = (rows: readonly (readonly string[])[]): string =>
  rows.map((row) => `${row.join(',')}\n`).join('');
