import { keyInStore, SIGNED_SECONDS } from '@callboard/contracts';
import { DomainError } from '@callboard/kernel';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { OBJECT_STORE_SETTINGS, type ObjectStoreSettings } from './object-store-settings';

/** One bucket, and what signs addresses in it. */
interface Bucket {
  readonly client: S3Client;
  readonly name: string;
  /** Where its objects are, without a slash at the end. */
  readonly url: string;
}

/**
 * The object store of the runtime's own site (contract 2.2): any that speaks S3. Nothing is sent to it from here; addresses
 * are signed with the secret, so that whoever has one may put or get one object for {@link SIGNED_SECONDS} seconds. Without
 * settings every method throws `object-storage-missing`.
 */
export class ObjectStore {
  private readonly configured: Bucket | undefined;

  constructor(settings: ObjectStoreSettings) {
    this.configured = bucketOf(settings);
  }

  /** Where the store keeps its objects, without a slash at the end; nothing in it is signed. */
  get url(): string {
    return this.bucket.url;
  }

  /** An address to PUT the object to, which holds for bytes that are sent with this `Content-Type` only. */
  linkToPut(key: string, mimeType: string): Promise<string> {
    const { client, name } = this.bucket;
    const command = new PutObjectCommand({ Bucket: name, Key: key, ContentType: mimeType });
    return getSignedUrl(client, command, {
      expiresIn: SIGNED_SECONDS,
      signableHeaders: new Set(['content-type', 'host']),
    });
  }

  /** An address to GET the object from, whether it is there or not. */
  linkToGet(key: string): Promise<string> {
    const { client, name } = this.bucket;
    const command = new GetObjectCommand({ Bucket: name, Key: key });
    return getSignedUrl(client, command, { expiresIn: SIGNED_SECONDS });
  }

  private get bucket(): Bucket {
    if (this.configured) return this.configured;
    const text = `no object store is configured here: set ${OBJECT_STORE_SETTINGS.join(', ')} for the gateway`;
    throw new DomainError('object-storage-missing', text);
  }
}

function bucketOf({
  OBJECT_STORE_ENDPOINT: endpoint,
  OBJECT_STORE_REGION: region,
  OBJECT_STORE_BUCKET: name,
  OBJECT_STORE_ACCESS_KEY_ID: accessKeyId,
  OBJECT_STORE_SECRET_ACCESS_KEY: secretAccessKey,
}: ObjectStoreSettings): Bucket | undefined {
  if (!endpoint || !region || !name || !accessKeyId || !secretAccessKey) return undefined;
  const client = new S3Client({
    endpoint,
    region,
    forcePathStyle: true,
    credentials: { accessKeyId, secretAccessKey },
    // A checksum would be that of no bytes: they are not here.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  });
  return { client, name, url: `${endpoint.replace(/\/+$/, '')}/${name}` };
}

/**
 * The key of an access id that a client sends.
 *
 * @throws DomainError `invalid-input` when it is none of this site's store
 */
export function keyAsked(siteId: string, accessId: string | null | undefined): string {
  const key = accessId == null ? undefined : keyInStore(siteId, accessId);
  if (key !== undefined) return key;
  const text = `access_id must be ${siteId}:<object id>, with the object id that putObject promised`;
  throw new DomainError('invalid-input', text);
}
