/** Text as the services keep it: without what PostgreSQL refuses (NUL, halves of characters), and cut to a length. */
export function plainText(text: string, longest: number): string {
  const kept = text.slice(0, longest).replaceAll('\0', '\u2400');
  return Buffer.from(kept, 'utf8').toString('utf8');
}
