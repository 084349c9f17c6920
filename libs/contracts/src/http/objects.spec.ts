import {
  accessMethod,
  accessUrl,
  checksum,
  contentsObject,
  dateTime,
  drsId,
  drsObjectIn,
  drsObjectPatch,
} from './objects';

const object = {
  checksums: [{ type: 'sha256', checksum: 'a' }],
  created_time: '2026-01-02T03:04:05Z',
  size: 4,
  access_methods: [],
};
const passes = (value: unknown): boolean => drsObjectIn.safeParse(value).success;

describe('AccessURL (contract 1.1)', () => {
  it('is an absolute URL, normalised', () => {
    expect(accessUrl.parse({ url: 'HTTPS://Host.Example.org' })).toEqual({
      url: 'https://host.example.org/',
    });
    expect(accessUrl.parse({ url: 's3://bucket/a key' })).toEqual({ url: 's3://bucket/a%20key' });
    expect(accessUrl.safeParse({ url: '/relative' }).success).toBe(false);
    expect(accessUrl.safeParse({ url: 'host.example.org' }).success).toBe(false);
  });

  it('may have headers, text by text', () => {
    expect(accessUrl.parse({ url: 'https://h/', headers: { a: 'b' } }).headers).toEqual({ a: 'b' });
    expect(accessUrl.safeParse({ url: 'https://h/', headers: { a: 1 } }).success).toBe(false);
  });
});

describe('AccessMethod (contract 1.1)', () => {
  it('has an access id or an access URL, and is https unless it says otherwise', () => {
    expect(accessMethod.parse({ access_id: 'x' })).toEqual({ access_id: 'x', type: 'https' });
    for (const wrong of [{}, { type: 's3' }, { access_id: null, access_url: null }, { access_id: '' }]) {
      expect(accessMethod.safeParse(wrong).success).toBe(false);
    }
  });

  it.each(['s3', 'gs', 'ftp', 'gsiftp', 'globus', 'htsget', 'https', 'file'])('may be of type %s', (type) => {
    expect(accessMethod.safeParse({ type, access_id: 'x' }).success).toBe(true);
  });

  it('is of no other type', () => {
    expect(accessMethod.safeParse({ type: 'http', access_id: 'x' }).success).toBe(false);
  });
});

describe('Checksum (contract 1.1)', () => {
  it('has a type that contains the name of a digest', () => {
    for (const type of ['md5', 'sha3_512', 'shake_128', 'my-sha256-of-parts']) {
      expect(checksum.safeParse({ type, checksum: 'x' }).success).toBe(true);
    }
    expect(checksum.safeParse({ type: 'crc32', checksum: 'x' }).success).toBe(false);
    expect(checksum.safeParse({ type: 'md5', checksum: '' }).success).toBe(false);
  });
});

describe('ContentsObject (contract 1.1)', () => {
  it('has an id unless it has contents of its own, to any depth', () => {
    expect(contentsObject.safeParse({ name: 'a', id: 'x~1' }).success).toBe(true);
    expect(contentsObject.safeParse({ name: 'a', contents: [{ name: 'b', id: 'x' }] }).success).toBe(true);
    expect(contentsObject.safeParse({ name: 'a' }).success).toBe(false);
    expect(contentsObject.safeParse({ name: 'a', contents: [{ name: 'b' }] }).success).toBe(false);
    expect(contentsObject.safeParse({ name: 'a/b', id: 'x' }).success).toBe(false);
    expect(contentsObject.safeParse({ name: 'a', id: 'x:y' }).success).toBe(false);
    expect(contentsObject.safeParse({ name: 'a', id: 'x', drs_uri: ['not absolute'] }).success).toBe(false);
  });
});

describe('DrsObjectIn (contract 1.1)', () => {
  it('takes what is needed, and drops what it does not know', () => {
    expect(drsObjectIn.parse({ ...object, id: 'mine', self_uri: 'drs://x/mine' })).toEqual({
      ...object,
      created_time: '2026-01-02T03:04:05.000Z',
    });
  });

  it.each([
    ['no checksum', { checksums: [] }],
    ['a size that is a text', { size: '12' }],
    ['a broken size', { size: 1.5 }],
    ['a negative size', { size: -1 }],
    ['a media type of one word', { mime_type: 'text' }],
    ['a name with a slash', { name: 'a/b' }],
    ['no time', { created_time: undefined }],
    ['neither contents nor access methods', { access_methods: null }],
  ])('refuses %s', (_, wrong) => {
    expect(passes({ ...object, ...wrong })).toBe(false);
  });

  it('takes empty contents or access methods', () => {
    expect(passes({ ...object, access_methods: null, contents: [] })).toBe(true);
    expect(passes({ ...object, mime_type: 'application/vnd.x+json' })).toBe(true);
  });

  it('keeps a null that was sent (contract 0, SET)', () => {
    expect(drsObjectIn.parse({ ...object, name: null })).toHaveProperty('name', null);
    expect(drsObjectIn.parse(object)).not.toHaveProperty('name');
  });
});

describe('a change of an object (contract 2.4, 9 D1)', () => {
  it('takes any of the fields, each by its own rule', () => {
    expect(drsObjectPatch.parse({})).toEqual({});
    expect(drsObjectPatch.parse({ name: null, id: 'x' })).toEqual({ name: null });
    expect(drsObjectPatch.safeParse({ size: null }).success).toBe(false);
    expect(drsObjectPatch.safeParse({ checksums: [] }).success).toBe(false);
  });
});

describe('ids and times (contract 0, 1.1)', () => {
  it('a DRS id holds no colon', () => {
    expect(drsId.safeParse('sys0a-1._~').success).toBe(true);
    for (const id of ['nmdc:sys0a', '', 'a b', 'a/b']) expect(drsId.safeParse(id).success).toBe(false);
  });

  it.each([
    ['2026-01-02T03:04:05', '2026-01-02T03:04:05.000Z'],
    ['2026-01-02T03:04:05.678901+02:00', '2026-01-02T01:04:05.678Z'],
    ['2026-01-02', '2026-01-02T00:00:00.000Z'],
    [1_767_323_045, '2026-01-02T03:04:05.000Z'],
  ])('%s is read as %s', (sent, read) => {
    expect(dateTime.parse(sent)).toBe(read);
  });

  it.each(['yesterday', '2026-13-01', '', null, true])('%s is no time', (sent) => {
    expect(dateTime.safeParse(sent).success).toBe(false);
  });
});
