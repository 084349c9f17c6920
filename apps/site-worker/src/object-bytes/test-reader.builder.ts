import { AllowedHosts } from './allowed-hosts';
import { UrlReader, type UrlLimits } from './url-reader';

const ENOUGH_MS = 10_000;

/** A reader that allows these hosts; its times are long, and its bytes many, unless `limits` says otherwise. */
export function testReader(allowed: string[], limits: Partial<UrlLimits> = {}): UrlReader {
  return new UrlReader({
    allowed: AllowedHosts.parse(allowed.join()),
    connectTimeoutMs: ENOUGH_MS,
    answerTimeoutMs: ENOUGH_MS,
    idleTimeoutMs: ENOUGH_MS,
    totalTimeoutMs: ENOUGH_MS,
    maxBytes: 100_000_000,
    maxRatio: 200,
    ...limits,
  });
}

/** The whole of what a URL gives, as text. */
export async function readAll(
  reader: UrlReader,
  url: string,
  access: { headers?: Record<string, string>; size?: number; signal?: AbortSignal } = {},
): Promise<string> {
  const { headers = {}, size = -1, signal = new AbortController().signal } = access;
  const pieces: Uint8Array[] = [];
  for await (const piece of await reader.open(new URL(url), { headers, size, signal })) pieces.push(piece);
  return Buffer.concat(pieces).toString();
}
