/**
 * With what Node every process of Callboard runs.
 *
 * Node starts with room for few old objects and makes more only when it has collected them; the bytes of messages count
 * as such. A gateway that passed lists on spent two thirds of its time collecting 10 MB at a time. It now waits for
 * 128 MB; and new objects have room enough that a page of a list is gone before they are looked through. Neither takes
 * memory before it is needed.
 */
export const NODE_FLAGS = [
  '--enable-source-maps',
  '--initial-old-space-size=128',
  '--max-semi-space-size=64',
];
