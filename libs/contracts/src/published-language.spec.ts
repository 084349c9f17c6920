import * as contracts from './index';
import { EVENTS, REQUESTS } from './published-language';
import { SERVICES } from './subjects';

describe('the published language', () => {
  it('holds every request and event that the library exports', () => {
    const ofEachService = Object.values(contracts.DEAD_LETTER_REQUESTS).flatMap((requests) =>
      Object.values(requests),
    );
    const exported = [...(Object.values(contracts) as unknown[]), ...ofEachService].filter(
      (value) => typeof value === 'object' && value !== null && 'subject' in value,
    );
    expect(new Set([...REQUESTS, ...EVENTS])).toEqual(new Set(exported));
  });

  it('gives each a subject of its own, of a known service', () => {
    const all = [...REQUESTS, ...EVENTS];
    expect(new Set(all.map(({ subject }) => subject)).size).toBe(all.length);
    for (const { service } of all) expect(SERVICES).toContain(service);
  });
});
