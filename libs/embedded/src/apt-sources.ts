/** A package archive that this machine is set up to use, and the keys it trusts it by. */
export interface ArchiveSource {
  readonly uris: string;
  /** Further deb822 fields, taken over as they stand: which keys sign the archive, which architectures. */
  readonly fields: Readonly<Record<string, string>>;
}

/** One file of /etc/apt: `sources.list`, `*.list` (one line a source) or `*.sources` (deb822 stanzas). */
export interface SourceFile {
  readonly name: string;
  readonly text: string;
}

/** By their suites the archives of Debian itself are told from those of other projects. */
const DEBIAN_SUITES = new Set([
  ...['buster', 'bullseye', 'bookworm', 'trixie', 'forky', 'duke', 'sid'],
  ...['oldoldstable', 'oldstable', 'stable', 'testing', 'unstable'],
]);
/** `Trusted` and the like are left out on purpose: what we fetch is run, so its signature is always checked. */
const KEPT_FIELDS = ['signed-by', 'architectures', 'check-valid-until'];
const ONE_LINE = /^deb\s+(?:\[([^\]]*)\]\s*)?(\S+)\s+(\S+)\s+(.+)$/;

interface RawSource {
  readonly uris: string;
  readonly suites: readonly string[];
  readonly components: readonly string[];
  readonly fields: Readonly<Record<string, string>>;
}

const words = (text: string): string[] => text.split(/\s+/).filter((word) => word !== '');

function parseOptions(text: string): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const option of words(text)) {
    const [key, value] = option.split('=', 2);
    if (key === 'arch' && value !== undefined) fields['architectures'] = value.replaceAll(',', ' ');
    else if (key !== undefined && value !== undefined && KEPT_FIELDS.includes(key)) fields[key] = value;
  }
  return fields;
}

function parseOneLine(text: string): RawSource[] {
  return text.split('\n').flatMap((line) => {
    const found = ONE_LINE.exec(line.replace(/#.*/, '').trim());
    if (found === null) return [];
    const [, options = '', uris = '', suite = '', components = ''] = found;
    return [{ uris, suites: [suite], components: words(components), fields: parseOptions(options) }];
  });
}

/** The fields of one stanza by lower-case name; lines that begin with a blank continue the field above. */
function stanzaFields(stanza: string): Record<string, string> {
  const fields: Record<string, string> = {};
  let current: string | undefined;
  for (const line of stanza.split('\n').filter((each) => !each.startsWith('#'))) {
    const start = /^([A-Za-z-]+):\s*(.*)$/.exec(line);
    if (start !== null) {
      current = (start[1] ?? '').toLowerCase();
      fields[current] = start[2] ?? '';
    } else if (current !== undefined && /^\s/.test(line)) fields[current] += `\n${line}`;
  }
  return fields;
}

function parseStanzas(text: string): RawSource[] {
  return text.split(/\n[ \t]*\n/).flatMap((stanza) => {
    const all = stanzaFields(stanza);
    const { uris = '', suites = '', components = '', types = '', enabled = 'yes' } = all;
    if (!words(types).includes('deb') || /^(no|false|off|0|without|disable)$/i.test(enabled.trim()))
      return [];
    const fields = Object.fromEntries(Object.entries(all).filter(([name]) => KEPT_FIELDS.includes(name)));
    return [{ uris, suites: words(suites), components: words(components), fields }];
  });
}

/** The Debian archive of this machine, if its apt sources name one; both formats of apt are read. */
export function debianArchive(files: readonly SourceFile[]): ArchiveSource | undefined {
  const sources = files.flatMap(({ name, text }) =>
    name.endsWith('.sources') ? parseStanzas(text) : parseOneLine(text),
  );
  return sources.find(
    ({ uris, suites, components }) =>
      components.includes('main') &&
      suites.some((suite) => DEBIAN_SUITES.has(suite)) &&
      words(uris).length > 0 &&
      !uris.includes('cdrom:'),
  );
}

/** The same archive and keys as a deb822 source for another suite. */
export function sourceForSuite({ uris, fields }: ArchiveSource, suite: string): string {
  const kept = Object.entries(fields).map(([name, value]) => `${name}: ${value}`);
  return ['types: deb', `uris: ${uris}`, `suites: ${suite}`, 'components: main', ...kept, ''].join('\n');
}
