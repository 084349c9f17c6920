import type { StoredObject } from '@callboard/contracts';
import { fullObject, fullObjectWithTypes, setObject } from './object.view';

const document = {
  checksums: [{ type: 'md5', checksum: 'x' }],
  created_time: '2026-01-02T00:00:00.000Z',
  size: 1,
  description: null,
  contents: [{ name: 'part', contents: [{ name: 'leaf', id: 'l' }] }],
};
const object: StoredObject = {
  id: 'sys01',
  document,
  types: ['test', 'test'],
  manager: 'NERSC',
  version: 3,
  created_at: '2026-01-02T00:00:00.000Z',
  stored: false,
};

describe('objects', () => {
  it('SET: what was sent, explicit nulls too, and the id; neither types nor manager', () => {
    expect(setObject(object, 'host:8000')).toEqual({
      ...document,
      id: 'sys01',
      self_uri: 'drs://host:8000/sys01',
    });
  });

  it('FULL: every field, down to the leaves of contents', () => {
    const full = fullObject(object, 'h');
    expect(Object.keys(full).sort()).toEqual(
      [
        'access_methods',
        'aliases',
        'checksums',
        'contents',
        'created_time',
        'description',
        'id',
        'mime_type',
        'name',
        'self_uri',
        'size',
        'updated_time',
        'version',
      ].sort(),
    );
    expect(full).toMatchObject({ access_methods: null, name: null });
    const leaf = { name: 'leaf', id: 'l', drs_uri: null, contents: null };
    expect(full.contents).toEqual([{ name: 'part', id: null, drs_uri: null, contents: [leaf] }]);
  });

  it('FULL: access methods with nulls', () => {
    const access_methods = [{ type: 'https', access_id: 'a' }];
    expect(fullObject({ ...object, document: { ...document, access_methods } }, 'h').access_methods).toEqual([
      { type: 'https', access_id: 'a', access_url: null, region: null },
    ]);
  });

  it('shows types in their order, with repeats', () => {
    expect(fullObjectWithTypes(object, 'h').types).toEqual(['test', 'test']);
  });
});

describe('access to bytes', () => {});
