import type { ImportAnswer } from '@callboard/contracts';
import { DomainError } from '@callboard/kernel';
import type { Kind, Services } from '../kinds/kind';
import { isTransient } from './requests';

/**
 * Sends items and gives an answer for each. A batch that is refused as a whole is sent in halves, until the item that is
 * to blame stands alone; the others pass.
 *
 * @throws what no smaller batch can mend: a service that is away
 */
export async function sendBatch(
  kind: Kind,
  items: readonly object[],
  services: Services,
): Promise<ImportAnswer[]> {
  try {
    return await kind.send(items, services);
  } catch (error) {
    if (!(error instanceof DomainError) || isTransient(error)) throw error;
    if (items.length === 1) return [{ outcome: 'refused', code: error.code, message: error.message }];
  }
  const half = Math.ceil(items.length / 2);
  const first = await sendBatch(kind, items.slice(0, half), services);
  return [...first, ...(await sendBatch(kind, items.slice(half), services))];
}
