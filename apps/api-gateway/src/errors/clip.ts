const LONGEST_TEXT = 200;
const MOST_MEMBERS = 20;
const DEEPEST = 3;
const SECRET = /password|secret|token/i;

/** What was sent, cut down to be repeated in an error: large values shortened, secrets blotted out by their name. */
export function clip(value: unknown, name = '', depth = 0): unknown {
  if (SECRET.test(name) && value !== null) return '(secret)';
  if (typeof value === 'string')
    return value.length > LONGEST_TEXT ? `${value.slice(0, LONGEST_TEXT)}…` : value;
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= DEEPEST) return Array.isArray(value) ? '[…]' : '{…}';
  if (Array.isArray(value)) {
    return value.slice(0, MOST_MEMBERS).map((member: unknown) => clip(member, name, depth + 1));
  }
  const members = Object.entries(value).slice(0, MOST_MEMBERS);
  return Object.fromEntries(
    members.map(([key, member]) => [key.slice(0, LONGEST_TEXT), clip(member, key, depth + 1)]),
  );
}
