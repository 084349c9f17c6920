import { ClaimsIndex, orderedClaims } from './claims';

const claim = (op_id: string, cancelled?: boolean) => ({
  op_id,
  site_id: 's',
  ...(cancelled && { cancelled }),
});
const place = { line: 1, offset: 0 };

async function* entries(...jobs: unknown[]) {
  for (const value of jobs) yield { place, value, bytes: 1 };
}

describe('claims of a dump', () => {
  it('stand by attempt, the one that decides last', () => {
    const listed = [claim('a'), claim('b', true), claim('c')];
    expect(orderedClaims(listed).map(({ op_id }) => op_id)).toEqual(['b', 'a', 'c']);
    expect(orderedClaims([claim('a'), claim('b', true)]).map(({ op_id }) => op_id)).toEqual(['b', 'a']);
    expect(orderedClaims([claim('a'), claim('a', true)])).toEqual([claim('a', true)]);
    for (const none of [undefined, null, 'x', [1]]) expect(orderedClaims(none)).toEqual([]);
  });

  it('say of each operation which attempt it is and whether it decides', async () => {
    const index = new ClaimsIndex();
    await index.read(
      entries(
        { claims: [claim('a'), claim('b', true), claim('c')] },
        { claims: [claim('d', true)] },
        'no job',
      ),
    );
    expect(['a', 'b', 'c', 'd', 'e'].map((id) => index.of(id))).toEqual([
      { attempt: 2, current: false },
      { attempt: 1, current: false },
      { attempt: 3, current: true },
      { attempt: 1, current: false },
      { attempt: 1, current: false },
    ]);
  });
});
