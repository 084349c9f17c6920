import { randomInt } from 'node:crypto';
import { followsSecretRule, mintSecret, SECRET_ALPHABET, SECRET_LENGTH } from './client-secret';

describe('client secrets (contract 1.2)', () => {
  it('always follow the rule', () => {
    for (let n = 0; n < 2_000; n += 1)
      expect(followsSecretRule(mintSecret((bound) => randomInt(bound)))).toBe(true);
  });

  it.each([
    ['abcdefgH123', 'too short'],
    ['abcdefghiH123', 'too long'],
    ['ABCDEFGHI123', 'no lower-case letter'],
    ['abcdefghi123', 'no upper-case letter'],
    ['abcdefghiH12', 'two digits'],
    ['abcdefg H123', 'a blank'],
    ['abcdefgäH123', 'a letter from elsewhere'],
  ])('%s is none: %s', (secret) => expect(followsSecretRule(secret)).toBe(false));

  it('takes the shortest mix that is allowed', () => expect(followsSecretRule('aA000!@#$%^*')).toBe(true));

  it('favours neither a place nor a character of a kind', () => {
    const secrets = Array.from({ length: 4_000 }, () => mintSecret((bound) => randomInt(bound)));
    // Digits are wanted more often than drawn, but evenly: over all places, and each as often as the next.
    for (let place = 0; place < SECRET_LENGTH; place += 1) {
      const digits = secrets.filter((secret) => /[0-9]/.test(secret.charAt(place))).length;
      expect(digits / secrets.length).toBeGreaterThan(0.2);
      expect(digits / secrets.length).toBeLessThan(0.4);
    }
    const all = secrets.join('');
    for (const kind of [/[a-z]/, /[A-Z]/, /[0-9]/, /[^A-Za-z0-9]/]) {
      const members = [...SECRET_ALPHABET].filter((character) => kind.test(character));
      const counts = members.map((character) => all.split(character).length - 1);
      const mean = counts.reduce((sum, count) => sum + count, 0) / counts.length;
      // Six standard deviations: a fair draw passes, a `byte % 74` or a fixed place for a kind does not.
      for (const count of counts) expect(Math.abs(count - mean)).toBeLessThan(6 * Math.sqrt(mean));
    }
  });

  it('draws again until the rule holds', () => {
    const draws = [...'aaaaaaaaaaaa', ...'aA000aaaaaaa'].map((character) =>
      SECRET_ALPHABET.indexOf(character),
    );
    expect(mintSecret(() => draws.shift() ?? 0)).toBe('aA000aaaaaaa');
    expect(draws).toHaveLength(0);
  });
});
