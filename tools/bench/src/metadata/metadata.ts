import type { Bench } from '../place/bench';
import type { Row } from '../report/row';
import { readSources } from './documents';
import { handingIn } from './handing-in';
import { large } from './large';
import { sheet } from './sheet';
import { submit } from './submit';
import { tagged } from './tagged';
import { validate } from './validate';

/** Metadata handed in, in every way: what is small first, what leaves much behind last. */
export function metadata(bench: Bench): Promise<Row[]> {
  return handingIn(bench, readSources(), async (how) => {
    const rows: Row[] = [];
    for (const measure of [tagged, submit, validate, sheet, large]) rows.push(await measure(bench, how));
    return rows;
  });
}
