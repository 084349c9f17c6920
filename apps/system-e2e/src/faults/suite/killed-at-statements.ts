import { SERVICES } from '@callboard/contracts';
import type { Fault, Run } from '../fault';
import { dieAtEach, placesOf } from '../world/places';

/** A walk asks for readiness and looks for bells as well; nothing is at stake there. The relay has a fault of its own. */
const OF_NO_ACCOUNT = /select 1 ~|select workflows ~|dead_letters|^relay:/;

/** The whole suite takes every place that a walk comes to; the seed chooses for the short set. */
export const killedAtStatements: Fault = {
  name: 'killed-at-statements',
  given: 'objects that are tagged, and jobs that are claimed, reported on and settled',
  fault: 'a service is killed with SIGKILL right before or after one of its SQL statements',
  invariant: 'all is as if nothing had happened',
  short: true,
  async run(run: Run) {
    const places = (await placesOf(run.world)).filter(({ point }) => !OF_NO_ACCOUNT.test(point));
    run.counts.set('points', places.length);
    const shuffled = run.random.some(places);
    const oneOfEach = SERVICES.flatMap((name) => shuffled.find(({ service }) => service === name) ?? []);
    await dieAtEach(run, run.size(1, 0) ? shuffled : oneOfEach);
  },
};
