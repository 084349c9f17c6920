import { EXPLANATIONS, JOB_STATES } from '@callboard/contracts';
import { type JobFacts, reasonsOf } from './explanation';

const NOW = new Date('2026-01-02T03:04:05Z');
const LATER = new Date('2026-01-02T04:04:05Z');

/** A queued job that a site could claim, with a bell. */
const WORKFLOW = { id: 'assembly', paused: false, limit: null, running: 0, onlySites: null };

const facts = (more: Partial<JobFacts> = {}): JobFacts => ({
  id: 'j',
  state: 'queued',
  now: NOW,
  overHttpOnly: false,
  availableAt: NOW,
  failures: 0,
  errorCode: null,
  workflow: WORKFLOW,
  ableSites: [{ siteId: 'alpha', running: 3, limit: null }],
  missing: [],
  bells: 1,
  ...more,
});
const codes = (more: Partial<JobFacts>): string[] => reasonsOf(facts(more)).reasons.map(({ code }) => code);

describe('why a job does not run', () => {
  it('waits for a site when nothing stands in its way', () => {
    expect(reasonsOf(facts())).toEqual({
      claimable: true,
      reasons: [
        {
          code: 'waiting-for-a-site',
          text: 'It can be claimed, and waits for a site to take it: alpha.',
          sites: ['alpha'],
        },
      ],
    });
  });

  it.each<[string, Partial<JobFacts>, string[]]>([
    ['a pause', { workflow: { ...WORKFLOW, paused: true } }, ['workflow-paused']],
    [
      'a wait after a failure',
      { availableAt: LATER, failures: 1, errorCode: 'broken' },
      ['waiting-for-retry'],
    ],
    ['a wait as posted', { availableAt: LATER }, ['not-yet-available']],
    ['nobody able', { ableSites: [], missing: ['gpu'] }, ['no-capable-site']],
    [
      'nobody whom it is for',
      { ableSites: [], workflow: { ...WORKFLOW, onlySites: ['b'] } },
      ['not-for-sites'],
    ],
    ['a full workflow', { workflow: { ...WORKFLOW, limit: 2, running: 2 } }, ['workflow-at-limit']],
    ['full sites', { ableSites: [{ siteId: 'a', running: 4, limit: 4 }] }, ['sites-at-limit']],
    ['a job too large for NATS', { overHttpOnly: true }, ['over-http-only', 'waiting-for-a-site']],
    ['a lost bell', { bells: 0 }, ['not-advertised', 'waiting-for-a-site']],
    ['a broker that is away', { bells: undefined }, ['broker-unreachable', 'waiting-for-a-site']],
    [
      'several things at once',
      { availableAt: LATER, ableSites: [], workflow: { ...WORKFLOW, paused: true } },
      ['not-yet-available', 'workflow-paused', 'no-capable-site'],
    ],
  ])('tells of %s', (_, more, expected) => {
    expect(codes(more)).toEqual(expected);
  });

  it('tells who holds a claimed one, and until when', () => {
    const claim = { siteId: 'alpha', operationId: 'o' };
    const until = LATER.toISOString();
    const held = facts({ state: 'claimed', claim, operation: { done: false, expireTime: until } });
    expect(reasonsOf(held).reasons[0]).toMatchObject({
      code: 'claimed',
      site_id: 'alpha',
      operation_id: 'o',
      until_time: until,
    });
    const ended = { ...held, operation: { done: true, expireTime: until } };
    expect(reasonsOf(ended).reasons[0]).toMatchObject({ code: 'settling-delayed' });
    expect(reasonsOf({ ...held, operation: undefined }).reasons[0]).toMatchObject({ code: 'claimed' });
  });

  it('names the last error of one that ended', () => {
    expect(reasonsOf(facts({ state: 'dead', errorCode: 'out-of-memory' })).reasons[0]?.text).toContain(
      'out-of-memory',
    );
  });

  it('has a reason in every state, and no code without a meaning', () => {
    for (const state of JOB_STATES) {
      const { reasons } = reasonsOf(facts({ state }));
      expect(reasons.length).toBeGreaterThan(0);
      for (const { code } of reasons) expect(EXPLANATIONS).toHaveProperty([code]);
    }
  });

  it('passes over full sites among those that it waits for', () => {
    const ableSites = [
      { siteId: 'full', running: 1, limit: 1 },
      { siteId: 'free', running: 0, limit: 1 },
    ];
    expect(reasonsOf(facts({ ableSites })).reasons[0]?.sites).toEqual(['free']);
  });
});
