import type { Shape } from '../compare';

/** Objects in GA4GH DRS terms (contract 1.1). */
export const accessUrl: Shape = { name: 'AccessURL', must: { url: 'text' }, may: { headers: 'object' } };

const accessMethod: Shape = {
  name: 'AccessMethod',
  must: { type: ['s3', 'gs', 'ftp', 'gsiftp', 'globus', 'htsget', 'https', 'file'] },
  may: { access_id: 'text', access_url: { shape: accessUrl }, region: 'text' },
};

const checksum: Shape = { name: 'Checksum', must: { checksum: 'text', type: 'text' } };

/** Ids of objects have no prefix (contract 0, "Ids"). */
const LOCAL_ID = /^[A-Za-z0-9._~-]+$/;

export const drsObject: Shape = {
  name: 'DrsObject',
  must: {
    id: LOCAL_ID,
    self_uri: /^drs:\/\/.+/,
    checksums: { listOf: { shape: checksum } },
    created_time: 'time',
    size: 'whole',
  },
  may: {
    access_methods: { listOf: { shape: accessMethod } },
    contents: 'list',
    aliases: { listOf: 'text' },
    description: 'text',
    mime_type: 'text',
    name: 'text',
    updated_time: 'time',
    version: 'text',
  },
};

export const drsObjectWithTypes: Shape = {
  ...drsObject,
  name: 'DrsObjectWithTypes',
  may: { ...drsObject.may, types: { listOf: 'text' } },
};

/** As it is stored; which site made it shows only here. */
export const storedObject: Shape = {
  ...drsObject,
  name: 'stored object',
  must: { ...drsObject.must, _mgr_site: 'text' },
};
