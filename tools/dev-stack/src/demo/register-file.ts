import type { DescribedFile } from './describe-file';
import type { Gateway } from './gateway';

/** Registers a file that the runtime's own site can read as an object. */
export function registerFile(gateway: Gateway, file: DescribedFile): Promise<{ id: string }> {
  return gateway.write('POST', '/objects', {
    name: file.name,
    size: file.size,
    checksums: [{ type: 'sha256', checksum: file.sha256 }],
    created_time: file.modified.toISOString(),
    access_methods: [{ type: 'file', access_url: { url: file.url } }],
  });
}
