'use strict';

/**
 * The name of a service is its PostgreSQL schema, its token in NATS subjects and part of a setting
 * (`CALLBOARD_SAMPLES_PASSWORD`), so it is one word of letters that all three take; 40 leave room for `callboard_`.
 */
const WORD = /^[a-z]{3,40}$/;

/** Programs, servers and a schema that bear these names already, and a word that SQL keeps for itself. */
const RESERVED = ['migrate', 'nats', 'postgres', 'public', 'references'];

/**
 * Every form of the names that templates hold, such as `things` for `__things__`.
 *
 * @param {{ name: string, thing?: string }} options what the generator was called with
 * @returns {Record<string, string>}
 * @throws {Error} that says what is wrong with a name and what would be right
 */
function namesOf({ name, thing = singular(name) }) {
  refuseUnfit('the name of a service', name, 'samples');
  refuseUnfit('--thing', thing, 'sample');
  if (thing === name) throw new Error(`--thing is one of the ${name}, so it must differ from the name`);
  const now = new Date(Math.floor(Date.now() / 60_000) * 60_000);
  return {
    thing,
    Thing: capitalized(thing),
    aThing: `${/^[aeio]/.test(thing) ? 'an' : 'a'} ${thing}`,
    things: name,
    Things: capitalized(name),
    THINGS: name.toUpperCase(),
    when: now.toISOString().replace(/\D/g, '').slice(0, 12),
    stamp: String(now.getTime()),
  };
}

function refuseUnfit(what, word, example) {
  if (!WORD.test(word))
    throw new Error(
      `${what} is one word of 3 to 40 lowercase letters, such as ${example}, not ${JSON.stringify(word)}: ` +
        'it becomes a PostgreSQL schema, a part of NATS subjects and of the name of a setting',
    );
  if (RESERVED.includes(word) || !isFree(word))
    throw new Error(`${what} cannot be ${word}, which means something else already: choose another word`);
}

/** Whether JavaScript leaves the word to its users. */
function isFree(word) {
  try {
    return new Function(`'use strict'; let ${word};`) instanceof Function;
  } catch {
    return false;
  }
}

function singular(name) {
  const found = [
    [/ies$/, 'y'],
    [/(ch|sh|ss|x|z)es$/, '$1'],
    [/([^s])s$/, '$1'],
  ].find(([ending]) => ending.test(name));
  if (found) return name.replace(...found);
  throw new Error(
    `${JSON.stringify(name)} is not plainly a plural: name a service by what it keeps, such as samples, ` +
      'or say with --thing what one of them is called',
  );
}

const capitalized = (word) => word[0].toUpperCase() + word.slice(1);

module.exports = { namesOf };
