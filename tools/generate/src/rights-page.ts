import { cell, RIGHTS, type RightName, type Role, ROLES, type RouteContract } from '@callboard/contracts';

const roles = Object.keys(ROLES) as Role[];

/** The page of rights: what each role gets from each route, from the table that the guards read (design 7). */
export function rightsPage(routes: Record<string, RouteContract>): string {
  const rows = Object.values(routes).map((route) => [nameOf(route), route.auth, ...verdicts(route.auth)]);
  const noticing = Object.values(routes).filter(({ noticesSites }) => noticesSites);
  return [
    '<!-- Made by: npm run generate -->',
    '',
    '# Who may do what',
    '',
    'Every route asks for one right, and a right says which roles have it. The guard of the gateway, the OpenAPI document,',
    'this page and a test of every cell against the real services come from one table,',
    '[rights.ts](../libs/contracts/src/http/rights.ts).',
    '',
    '`yes`: may ask. `401`: no token, or a token of the wrong kind. `400`: the user is disabled. `403`: has not the right.',
    'What anybody may ask is answered whatever Authorization header comes with it; the token of a site narrows what is',
    `shown by ${noticing.map(nameOf).join(', ')}.`,
    '',
    '## Rights',
    '',
    ...tableOf(
      ['right', 'who has it'],
      Object.entries(RIGHTS).map(([name, { words }]) => [name, words]),
    ),
    '',
    '## Roles',
    '',
    ...tableOf(['role', 'who that is'], Object.entries(ROLES)),
    '',
    '## Routes',
    '',
    ...tableOf(['route', 'right', ...roles], rows),
    '',
  ].join('\n');
}

const nameOf = ({ method, path }: RouteContract): string => `\`${method} ${path}\``;

const verdicts = (auth: RightName): string[] =>
  roles.map((role) => {
    const verdict = cell(auth, role);
    return verdict === 'pass' ? 'yes' : String(verdict);
  });

/** Columns as wide as their widest cell, as the formatter has it. */
function tableOf(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const widths = head.map((title, at) =>
    Math.max(3, title.length, ...rows.map((row) => (row[at] ?? '').length)),
  );
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((text, at) => text.padEnd(widths[at] ?? 0)).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)];
}
