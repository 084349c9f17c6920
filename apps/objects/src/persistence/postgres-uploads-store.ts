import { Database } from '@callboard/persistence';
import { Injectable } from '@nestjs/common';
import type { Upload } from '../domain/admission';
import type { DecideUpload, UploadsStore } from '../use-cases/uploads-store';

/** Locks the upload, or begins it: chunks of one upload are taken one after the other. */
const BEGIN = `
insert into uploads (manager, upload_id) values ($1, $2)
on conflict (manager, upload_id) do update set touched_at = now()
returning id, bytes, chunks, object_id`;

const COMPARE = 'select bytes = $3 as same from content_chunks where upload = $1 and n = $2';

/** $1 upload, $2 number, $3 bytes, $4 bytes and $5 chunks of the upload from now on. */
const KEEP = `
with kept as (insert into content_chunks (upload, n, bytes) values ($1, $2, $3))
update uploads set bytes = $4, chunks = $5 where id = $1`;

const FIND = 'select id, bytes, chunks, object_id from uploads where manager = $1 and upload_id = $2';

const READ = `
select c.bytes from uploads u join content_chunks c on c.upload = u.id
 where u.manager = $1 and u.upload_id = $2 and c.n = $3`;

const REMOVE_STALE = `
delete from uploads where id in (
  select id from uploads where object_id is null and touched_at < now() - interval '1 day'
   order by touched_at limit $1 for update skip locked)
returning id`;

interface UploadRow {
  id: string;
  bytes: string;
  chunks: number;
  object_id: string | null;
}

/** Uploads in PostgreSQL. */
@Injectable()
export class PostgresUploadsStore implements UploadsStore {
  constructor(private readonly database: Database) {}

  append(
    { manager, uploadId, n, bytes }: Parameters<UploadsStore['append']>[0],
    decide: DecideUpload,
  ): Promise<Upload> {
    return this.database.transaction(async (tx) => {
      const [row] = await tx.query<UploadRow>(BEGIN, [manager, uploadId]);
      if (!row) throw new Error(`the upload ${uploadId} neither exists nor could be begun`);
      const upload = uploadOf(row);
      const [stored] = await tx.query<{ same: boolean }>(COMPARE, [row.id, n, bytes]);
      const arriving = { uploadId, n, bytes: bytes.byteLength, sameAsStored: stored?.same };
      const after = decide(upload, arriving);
      if (after !== upload) await tx.query(KEEP, [row.id, n, bytes, after.bytes, after.chunks]);
      return after;
    });
  }

  async find(manager: string, uploadId: string): Promise<Upload | undefined> {
    const [row] = await this.database.query<UploadRow>(FIND, [manager, uploadId]);
    return row && uploadOf(row);
  }

  async readChunk(manager: string, uploadId: string, n: number): Promise<Uint8Array | undefined> {
    const [row] = await this.database.query<{ bytes: Buffer }>(READ, [manager, uploadId, n]);
    return row?.bytes;
  }

  async removeStale(limit: number): Promise<number> {
    return (await this.database.query(REMOVE_STALE, [limit])).length;
  }
}

function uploadOf({ bytes, chunks, object_id }: UploadRow): Upload {
  return { bytes: Number(bytes), chunks, objectId: object_id };
}
