import { carryOutSequences } from './sequences';

/** A million of them: `npm run test:model -- --commands 1000000`. */
const COMMANDS = 5_000;
/** Answers that a run of this length always comes to; a model of which half is never asked would prove little. */
const SEEN = [
  'claim: open',
  'claim: expired',
  'claim: job-claimed',
  'claim: held-by-your-site',
  'claim: missing-capability',
  'claim: job-not-queued',
  'claim: job-not-due',
  'claim: workflow-paused',
  'claim: limit-reached',
  'claim: unavailable',
  'settle: succeeded',
  'settle: failed',
  'settle: operation-settled',
  'settle: operation-cancelled',
  'settle: operation-released',
  'settle: operation-expired',
  'settle: forbidden',
  'settle: not-found',
  'cancel: cancelled',
  'cancel: job-ended',
  'release: queued',
  'release: dead',
  'retry: queued',
  'retry: job-not-retriable',
  'expire: expired',
];

describe('random commands, against a model', () => {
  it('have the answers and the outcome that design 5 says', async () => {
    const seed = Math.floor(Math.random() * 2 ** 30);
    const answers = await carryOutSequences({ commands: COMMANDS, seed, lanes: 4 });
    expect(SEEN.filter((answer) => !answers.has(answer))).toEqual([]);
  }, 300_000);
});
