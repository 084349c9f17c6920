import type { SensorInterest, SensorNews } from '@callboard/contracts';

type Told<N> = N extends SensorNews ? Omit<N, 'id' | 'attempt'> : never;

/** Something that happened, before it is anybody's news. */
export interface Happening {
  readonly news: Told<SensorNews>;
  /** Id of the object, job or operation. */
  readonly thing: string;
  /** Sites whose object, job or operation it is. */
  readonly sites: readonly string[];
}

/** A site hears of what is its own, the runtime's own site of everything. */
export function mayHear(siteId: string, { sites }: Pick<Happening, 'sites'>, runtimeSiteId: string): boolean {
  return siteId === runtimeSiteId || sites.includes(siteId);
}

/** Whether one of the things that a sensor hears is this. */
export function isHeard(hears: readonly SensorInterest[], news: Happening['news']): boolean {
  return hears.some((interest) => matches(interest, news));
}

function matches(interest: SensorInterest, news: Happening['news']): boolean {
  if (interest.kind === 'object-registered')
    return news.kind === interest.kind && isNamed(interest, news.name);
  if (interest.kind === 'object-tagged')
    return (
      news.kind === interest.kind &&
      isNamed(interest, news.name) &&
      anyOf(interest.type_ids, (type) => news.added_types.includes(type))
    );
  if (interest.kind === 'job-changed')
    return (
      news.kind === interest.kind &&
      anyOf(interest.workflow_ids, (id) => id === news.workflow_id) &&
      anyOf(interest.states, (state) => state === news.to)
    );
  return (
    news.kind === interest.kind &&
    (interest.of === undefined || (interest.of === 'job') === (news.job_id !== undefined)) &&
    anyOf(interest.outcomes, (outcome) => outcome === news.outcome)
  );
}

type Names = Pick<SensorInterest & { kind: 'object-registered' }, 'names' | 'name_endings'>;

function isNamed({ names, name_endings }: Names, name = ''): boolean {
  return anyOf(names, (one) => one === name) && anyOf(name_endings, (ending) => name.endsWith(ending));
}

/** A list that is absent asks for nothing. */
function anyOf<T>(values: readonly T[] | undefined, is: (value: T) => boolean): boolean {
  return values === undefined || values.some(is);
}
