/** Who is next to each of these, one step away. */
export type Neighbours = (ids: readonly string[]) => Promise<ReadonlyMap<string, readonly string[]>>;

/** Bounds of a walk. */
export interface Bounds {
  readonly documents: number;
  readonly steps: number;
}

/** A walk that came to more documents, or went more steps, than are granted. */
export class TooFar extends Error {}

/**
 * Walks from every start at once, step by step, and gives for each document that is come to the starts it was come to
 * from; never itself. A document is asked for its neighbours once, however many starts lead there.
 */
export async function spread(
  starts: readonly string[],
  neighbours: Neighbours,
  bounds: Bounds,
): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const reached = new Map<string, Set<string>>();
  const known = new Map<string, readonly string[]>();
  let news = new Map(starts.map((id) => [id, new Set([id])]));
  for (let step = 0; news.size > 0; step += 1) {
    if (step === bounds.steps) throw new TooFar(`links go on after ${bounds.steps} steps`);
    const unknown = [...news.keys()].filter((id) => !known.has(id));
    if (unknown.length > 0) for (const [id, next] of await neighbours(unknown)) known.set(id, next);
    news = tell(news, known, reached);
    if (reached.size > bounds.documents)
      throw new TooFar(`more than ${bounds.documents} documents are linked`);
  }
  return reached;
}

/** Tells the neighbours of each document which starts have come to it just now; gives what is new to them. */
function tell(
  news: ReadonlyMap<string, ReadonlySet<string>>,
  known: ReadonlyMap<string, readonly string[]>,
  reached: Map<string, Set<string>>,
): Map<string, Set<string>> {
  const told = new Map<string, Set<string>>();
  for (const [id, starts] of news)
    for (const next of known.get(id) ?? [])
      for (const start of starts) {
        if (start === next || reached.get(next)?.has(start)) continue;
        put(reached, next, start);
        put(told, next, start);
      }
  return told;
}

function put(sets: Map<string, Set<string>>, key: string, value: string): void {
  const set = sets.get(key);
  if (set) set.add(value);
  else sets.set(key, new Set([value]));
}
