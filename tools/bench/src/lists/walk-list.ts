import type { Bench } from '../place/bench';
import { measured } from '../place/measured';
import { figuresOf } from '../report/figures';
import type { Row } from '../report/row';

/**
 * Goes through a list from its first page to its last, as a client does that has to see all of it. A page's time ends
 * with its last byte: what the client makes of it is the client's own.
 */
export async function walkList(bench: Bench, path: string, size: number, pages: number): Promise<Row> {
  const times: number[] = [];
  const { result: items, cpuMs } = await measured(bench, pages, async () => {
    let seen = 0;
    for (let token: string | undefined; token !== undefined || times.length === 0;) {
      const start = performance.now();
      const text = await pageOf(bench, path, size, token);
      times.push(performance.now() - start);
      const page = JSON.parse(text) as { resources: unknown[]; next_page_token?: string | null };
      seen += page.resources.length;
      token = page.next_page_token ?? undefined;
    }
    return seen;
  });
  const most = Math.max(...times).toFixed(1);
  return {
    what: `GET ${path}: all of it, ${size} a page`,
    count: times.length,
    each: figuresOf(times),
    cpuMs,
    note: `${items} items, the slowest page ${most} ms`,
  };
}

async function pageOf(bench: Bench, path: string, size: number, token: string | undefined): Promise<string> {
  const query = new URLSearchParams({ max_page_size: String(size), ...(token && { page_token: token }) });
  const response = await fetch(`${bench.gatewayUrl}${path}?${query}`);
  const text = await response.text();
  if (response.status !== 200) throw new Error(`${response.status}: ${text}`);
  return text;
}
