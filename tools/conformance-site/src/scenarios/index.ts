import { claim, claimLost } from './claim';
import { drain } from './drain';
import { cancel, fencing } from './ended-elsewhere';
import { heartbeat } from './heartbeat';
import { retries } from './retry';
import type { Scenario } from './scenario';
import { tokenExpiry } from './token-expiry';

/** In the order in which they are played: what later ones rest on comes first, and what ends the worker last. */
export const SCENARIOS: readonly Scenario[] = [
  claim,
  claimLost,
  heartbeat,
  cancel,
  fencing,
  ...retries,
  tokenExpiry,
  drain,
];
