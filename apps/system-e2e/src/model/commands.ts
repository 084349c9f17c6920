import fc from 'fast-check';

/** The sites of a sequence: `alpha` posted its jobs, `beta` may lack a capability. */
export const SITES = ['alpha', 'beta'] as const;
export type Site = (typeof SITES)[number];
export type Who = Site | 'admin';

/** How many jobs a sequence has; a command names one by its number. */
export const JOBS = 3;

/** An operation by its job and how many attempts ago it was claimed: 0 is the last one. */
export interface Attempt {
  readonly job: number;
  readonly ago: number;
}

/** What went missing between `jobs` and `operations`: nothing, the request, or only the reply to it. */
export type Lost = 'nothing' | 'request' | 'reply';

/** How a site ends its operation. */
export type Ending = 'success' | 'failure' | 'final failure' | 'hopeless failure' | 'withdrawn' | 'bare';

/** Whose claim it is: over HTTP without a process; a repeat bears the request id of the first try. */
interface Claiming {
  readonly site: Site;
  readonly process?: string | undefined;
  readonly request?: string | undefined;
  readonly lost: Lost;
}

/** One thing that somebody does, or that happens, to the jobs of a sequence. */
export type Command =
  | ({ readonly what: 'claim'; readonly job: number } & Claiming)
  | ({ readonly what: 'pick'; readonly most: number } & Claiming)
  | {
      readonly what: 'report';
      readonly site: Site;
      readonly of: Attempt;
      readonly sent: 'note' | 'withdrawal' | 'result';
    }
  | { readonly what: 'settle'; readonly site: Site; readonly of: Attempt; readonly as: Ending }
  | { readonly what: 'heartbeat'; readonly site: Site; readonly of: Attempt }
  | { readonly what: 'release'; readonly site: Site; readonly job: number; readonly lost: Lost }
  | { readonly what: 'cancel'; readonly by: Who; readonly job: number; readonly lost: Lost }
  | { readonly what: 'retry'; readonly by: Who; readonly job: number }
  | { readonly what: 'expire'; readonly of: Attempt }
  /** The n-th end that was told so far reaches `jobs`, perhaps again. */
  | { readonly what: 'hear'; readonly end: number }
  | { readonly what: 'compare' }
  /** Whatever waits for a time becomes due. */
  | { readonly what: 'wait' }
  | { readonly what: 'pause'; readonly paused: boolean };

/** What a workflow says about the jobs of a sequence. */
export interface Policy {
  readonly maxAttempts: number;
  readonly maxExpiries: number;
  readonly retryDelayMs: number;
  readonly finalErrorCodes: readonly string[];
  readonly maxRunning: number | null;
  readonly betaIsAble: boolean;
}

const HOUR_MS = 3_600_000;

export const FINAL_CODE = 'disk-on-fire';

export const policies: fc.Arbitrary<Policy> = fc.record({
  maxAttempts: fc.constantFrom(1, 2, 3),
  maxExpiries: fc.constantFrom(1, 2, 3),
  retryDelayMs: fc.constantFrom(0, HOUR_MS),
  finalErrorCodes: fc.constantFrom([], [FINAL_CODE]),
  maxRunning: fc.constantFrom(null, null, 1, 2),
  betaIsAble: fc.constantFrom(true, true, true, false),
});

const site: fc.Arbitrary<Site> = fc.constantFrom('alpha', 'alpha', 'beta');
const job = fc.nat({ max: JOBS - 1 });
const who: fc.Arbitrary<Who> = fc.constantFrom('alpha', 'alpha', 'alpha', 'admin', 'admin', 'beta');
const lost: fc.Arbitrary<Lost> = fc.oneof(
  { weight: 6, arbitrary: fc.constant('nothing' as const) },
  { weight: 1, arbitrary: fc.constantFrom('request' as const, 'reply' as const) },
);
const of = fc.record({ job, ago: fc.constantFrom(0, 0, 0, 0, 1, 2) });
const claiming = {
  site,
  process: fc.constantFrom(undefined, 'p', 'q'),
  request: fc.constantFrom(undefined, undefined, 'r', 's'),
  lost,
};
const is = <W extends Command['what']>(what: W): fc.Arbitrary<W> => fc.constant(what);

/** Any command, those more often that lead on. */
export const commands: fc.Arbitrary<Command> = fc.oneof(
  { weight: 10, arbitrary: fc.record({ what: is('claim'), job, ...claiming }) },
  { weight: 4, arbitrary: fc.record({ what: is('pick'), most: fc.constantFrom(1, 2, 3), ...claiming }) },
  {
    weight: 3,
    arbitrary: fc.record({
      what: is('report'),
      site,
      of,
      sent: fc.constantFrom('note', 'note', 'withdrawal', 'result'),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      what: is('settle'),
      site,
      of,
      as: fc.constantFrom<Ending[]>(
        'success',
        'failure',
        'failure',
        'final failure',
        'hopeless failure',
        'withdrawn',
        'bare',
      ),
    }),
  },
  { weight: 2, arbitrary: fc.record({ what: is('heartbeat'), site, of }) },
  { weight: 2, arbitrary: fc.record({ what: is('release'), site, job, lost }) },
  { weight: 1, arbitrary: fc.record({ what: is('cancel'), by: who, job, lost }) },
  { weight: 4, arbitrary: fc.record({ what: is('retry'), by: who, job }) },
  { weight: 2, arbitrary: fc.record({ what: is('expire'), of }) },
  { weight: 4, arbitrary: fc.record({ what: is('hear'), end: fc.nat({ max: 20 }) }) },
  { weight: 1, arbitrary: fc.record({ what: is('compare') }) },
  { weight: 1, arbitrary: fc.record({ what: is('wait') }) },
  {
    weight: 1,
    arbitrary: fc.record({ what: is('pause'), paused: fc.constantFrom(true, false, false, false) }),
  },
);
