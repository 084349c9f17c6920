import { debianArchive, sourceForSuite } from './apt-sources';

const oneLine = (text: string): ReturnType<typeof debianArchive> => debianArchive([{ name: 'a.list', text }]);
const stanzas = (text: string): ReturnType<typeof debianArchive> =>
  debianArchive([{ name: 'a.sources', text }]);

describe('debianArchive', () => {
  it('reads the one-line format with its options', () => {
    const line =
      'deb [arch=amd64,i386 signed-by=/keys/debian.gpg] http://mirror.example/debian bookworm main contrib # x';
    expect(oneLine(`# deb http://old.example stable main\n${line}\n`)).toMatchObject({
      uris: 'http://mirror.example/debian',
      fields: { architectures: 'amd64 i386', 'signed-by': '/keys/debian.gpg' },
    });
  });

  it('reads deb822 stanzas, with comments and a key written into the file', () => {
    const found = stanzas(
      'Types: deb\nURIs: http://other.example\nSuites: nodistro\nComponents: main\n\n' +
        '# ours\nTypes: deb deb-src\nURIs: http://mirror.example/debian\nSuites: bookworm bookworm-updates\n' +
        'Components: main\nSigned-By:\n -----BEGIN PGP PUBLIC KEY BLOCK-----\n .\n abc\n',
    );
    expect(found?.uris).toBe('http://mirror.example/debian');
    expect(found?.fields['signed-by']).toBe('\n -----BEGIN PGP PUBLIC KEY BLOCK-----\n .\n abc\n'.trimEnd());
  });

  it('changes nothing but the suite', () => {
    const found = stanzas(
      'Types: deb\nURIs: http://m.example/d\nSuites: sid\nComponents: contrib main\nSigned-By: /keys/k.gpg\n',
    );
    expect(found && sourceForSuite(found, 'trixie')).toBe(
      'types: deb\nuris: http://m.example/d\nsuites: trixie\ncomponents: main\nsigned-by: /keys/k.gpg\n',
    );
  });

  it('never takes over that an archive may go unsigned', () => {
    expect(oneLine('deb [trusted=yes] http://m.example/d stable main')?.fields).toEqual({});
    const stanza = 'Types: deb\nURIs: http://m.example/d\nSuites: stable\nComponents: main\nTrusted: yes\n';
    expect(stanzas(stanza)?.fields).toEqual({});
  });

  it.each([
    'deb http://ports.example/ubuntu noble main',
    'deb http://m.example/debian bookworm contrib',
    'deb-src http://m.example/debian bookworm main',
    'deb cdrom:[Debian]/ bookworm main',
    'deb http://m.example/security bookworm-security main',
  ])('passes over %s', (line) => {
    expect(oneLine(line)).toBeUndefined();
  });

  it('passes over a stanza that is switched off', () => {
    const stanza = 'Enabled: no\nTypes: deb\nURIs: http://m.example/d\nSuites: stable\nComponents: main\n';
    expect(stanzas(stanza)).toBeUndefined();
  });
});
