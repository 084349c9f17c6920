import type { Bench } from '../place/bench';
import type { Row } from '../report/row';
import { byId } from './by-id';
import { byPicking } from './by-picking';
import { registerRacers } from './sites';

const SITES = 8;

/** 32 workers of 8 sites after the same jobs: by id over HTTP, and by picking over NATS. */
export async function race(bench: Bench): Promise<Row[]> {
  const racers = await registerRacers(bench, SITES);
  return [await byId(bench, racers), await byPicking(bench, racers)];
}
