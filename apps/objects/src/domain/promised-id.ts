import { type DrsObjectIn, keyInStore } from '@callboard/contracts';

/**
 * The object id that a site's object store keeps the bytes under: what follows `<site>:` in the first access id of that
 * form (contract 5, 9 D27). Whether it was promised to the site is not said by this.
 */
export function idInStore(object: Pick<DrsObjectIn, 'access_methods'>, siteId: string): string | undefined {
  for (const { access_id } of object.access_methods ?? []) {
    const id = access_id == null ? undefined : keyInStore(siteId, access_id);
    if (id !== undefined) return id;
  }
  return undefined;
}
