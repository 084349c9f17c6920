import type { Fault, Run } from '../fault';
import { dieAtEach, placesOf } from '../world/places';

/** An event is committed with its state, published, and marked; the relay may die between any two of these. */
const OF_THE_RELAY = /^relay:|^(before|after) (commit|update outbox)/;

export const relayKilled: Fault = {
  name: 'relay-killed',
  given: 'services that commit events, publish them and mark them as sent',
  fault: 'a service is killed with SIGKILL between commit, publish and mark',
  invariant: 'every event that was committed takes effect, once',
  short: true,
  async run(run: Run) {
    const places = (await placesOf(run.world)).filter(({ point }) => OF_THE_RELAY.test(point));
    run.counts.set('points', places.length);
    await dieAtEach(run, run.random.some(places, run.size(places.length, 4)));
  },
};
