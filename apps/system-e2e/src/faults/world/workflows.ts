/** Names that everybody here agrees on. */
export const OBJECT_TYPE = 'fault-type';

/** Each is triggered by {@link OBJECT_TYPE}, and run by the sites of the suite. */
export const TRIGGERED = ['fault-a', 'fault-b', 'fault-c'] as const;

/** Run by the sites of the suite when such jobs are posted; the config says how (see fault-site.ts). */
export const POSTED = 'fault-posted';

/** Run by no worker but those that a fault starts for it. */
export const SOLO = 'fault-solo';

/** Claimed by the suite itself over HTTP: no site runs it. */
export const NOBODYS = 'fault-nobody';

/** Long enough for a third of it to be a heartbeat, short enough to be waited for, in ms. */
export const LEASE_MS = 3000;
