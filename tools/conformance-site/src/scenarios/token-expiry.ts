import { Differs } from '../verdict';
import type { Scenario } from './scenario';

/** Tokens of a second, told as such; whoever goes by the clock logs in before each call, others when they hear 401. */
const SHORT = { expires: { days: 0, hours: 0, minutes: 0 }, ms: 1000 };
const MOST_401 = 10;

/** The token is good no more: the worker logs in again. */
export const tokenExpiry: Scenario = {
  name: 'token expiry',
  async play(stage) {
    const { tokens } = stage.parts;
    const before = stage.calls({ route: 'token' }).length;
    const heardBefore = stage.calls({ status: 401 }).length;
    tokens.endAll(SHORT);
    try {
      await stage.untilDone(stage.post(1.2));
    } finally {
      tokens.endAll();
    }
    const logins = stage.calls({ route: 'token' }).length - before;
    const heard = stage.calls({ status: 401 }).length - heardBefore;
    if (heard > MOST_401) throw new Differs(`heard 401 ${heard} times for one job: log in after the first`);
    return `logged in again (${logins} times, ${heard} × 401), and the job succeeded`;
  },
};
