import { z } from 'zod';
import { idSchema } from '../replies';
import { objectToPut, PUT_OPERATION_MODEL, SIGNED_SECONDS, storeAccessId } from './object-storage';
import { accessMethod, accessUrl } from './objects';
import { defineRoute } from './routes-contract';
import { operationReply } from './routes-operations';

const siteParams = z.object({ site_id: idSchema });

const SITE = 'nmdc-runtime';
const OBJECT = 'sys0k3v9m2x7q1zt58';
const BYTES = `https://store.example.org/callboard/${OBJECT}`;
const SIGNED = `X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Expires=${SIGNED_SECONDS}&X-Amz-Signature=...`;

/** Bytes in an object store that speaks S3: sites put and get them there, by addresses that are signed here (contract 2.2). */
export const objectStorageRoutes = {
  putObject: defineRoute({
    method: 'POST',
    path: '/sites/{site_id}:putObject',
    tier: 'EXTRA',
    summary: `Get an address to PUT bytes to, signed for ${SIGNED_SECONDS} s, and an operation that promises their object id`,
    auth: 'runtime-site',
    params: siteParams,
    body: objectToPut,
    ok: { status: 200, schema: operationReply },
    refusals: ['forbidden', 'not-found', 'object-storage-missing'],
    example: {
      params: { site_id: SITE },
      body: { mime_type: 'application/zip', name: 'nmdc_database.json.zip' },
      reply: {
        id: 'nmdc:sys0b7d1c5h9fr2k36',
        done: false,
        expire_time: '2026-02-01T03:09:05.678Z',
        result: null,
        metadata: {
          cancelled: null,
          model: PUT_OPERATION_MODEL,
          site_id: SITE,
          object_id: OBJECT,
          url: `${BYTES}?${SIGNED}`,
          expires_in_seconds: SIGNED_SECONDS,
        },
        outcome: null,
        attempt: 1,
      },
    },
  }),
  getObjectLink: defineRoute({
    method: 'POST',
    path: '/sites/{site_id}:getObjectLink',
    tier: 'EXTRA',
    summary: `Get an address to GET bytes from, signed for ${SIGNED_SECONDS} s`,
    idempotency: 'passed-over',
    auth: 'runtime-site',
    params: siteParams,
    body: accessMethod,
    ok: { status: 200, schema: accessUrl },
    refusals: ['forbidden', 'not-found', 'object-storage-missing'],
    example: {
      params: { site_id: SITE },
      body: { access_id: storeAccessId(SITE, OBJECT), type: 'https' },
      reply: { headers: null, url: `${BYTES}?${SIGNED}` },
    },
  }),
};
