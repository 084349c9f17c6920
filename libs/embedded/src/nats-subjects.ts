import { EmbeddedError } from './embedded-error';

function refused(message: string): EmbeddedError {
  return new EmbeddedError('broker-config-invalid', message);
}

function covers(a: string | undefined, b: string | undefined): boolean {
  return a === '*' || b === '*' || a === b;
}

/** Whether some subject matches both patterns (`*` stands for one token, a final `>` for one or more). */
export function subjectsOverlap(first: string, second: string): boolean {
  const a = first.split('.');
  const b = second.split('.');
  for (let at = 0; at < Math.max(a.length, b.length); at += 1) {
    if (at >= a.length || at >= b.length) return false;
    if (a[at] === '>' || b[at] === '>') return true;
    if (!covers(a[at], b[at])) return false;
  }
  return true;
}

/** Throws unless `subject` is a pattern NATS takes as it is meant: no blanks, no empty tokens, `>` only last. */
export function checkSubject(subject: string, where: string): void {
  const tokens = subject.split('.');
  const broken = /[\s\p{Cc}]/u.test(subject) || tokens.includes('') || tokens.slice(0, -1).includes('>');
  if (broken) throw refused(`${where}: ${JSON.stringify(subject)} is no NATS subject`);
}

/** What a site may publish and what it may hear. */
export interface SubjectRights {
  readonly publish: readonly string[];
  readonly subscribe: readonly string[];
}

/**
 * Throws on rights that would give away more than they say: an empty list (NATS reads it as everything), a
 * wildcard in front, or hearing what one may publish (site-identity 4: such a site can answer itself in
 * another's name).
 */
export function checkRights({ publish, subscribe }: SubjectRights, user: string): void {
  for (const [kind, list] of Object.entries({ publish, subscribe })) {
    if (list.length === 0) {
      throw refused(
        `site ${user}: the ${kind} list is empty, which NATS reads as everything; name one subject`,
      );
    }
    for (const subject of list) {
      checkSubject(subject, `site ${user}, ${kind}`);
      if (/^[*>]/.test(subject)) {
        throw refused(`site ${user}: ${kind} ${subject} begins with a wildcard and reaches beyond the site`);
      }
    }
  }
  for (const own of publish) {
    const heard = subscribe.find((subject) => subjectsOverlap(own, subject));
    if (heard !== undefined) throw refused(`site ${user} could hear on ${heard} what it publishes on ${own}`);
  }
}
