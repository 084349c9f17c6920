/**
 * With what Node every process of Callboard runs.
 *
 * Node starts with room for few old objects and makes more only when it has collected them; the bytes of messages count
 * as such. A gateway that passed lists on spent two thirds of its time collecting 10 MB at a time. It now waits for
 * 128 MB, which takes no memory before it is needed.
 *
 * V8 puts what is made at some place of the code among the old objects at once when what was made there has lived long
 * before. In a service that is the rows of a query: they are dead in a moment, but as old objects they are not looked at,
 * and keep their texts alive, so that more than half of the new objects outlived each collection, which took 8 ms
 * instead of 1. Without it nothing is lost: what lives long moves there anyway.
 */
export const NODE_FLAGS = [
  '--enable-source-maps',
  '--initial-old-space-size=128',
  '--no-allocation-site-pretenuring',
];
