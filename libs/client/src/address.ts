import type { AnyRequest } from './route-types';

/** The address of a call: ids put into the path, the query in text; a filter, or any other object, as JSON. */
export function addressOf(base: string, path: string, { params = {}, query = {} }: AnyRequest): URL {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = params[name];
    if (value === undefined || value === '') throw new TypeError(`${path} needs the parameter ${name}`);
    return encodeURIComponent(value);
  });
  const url = new URL(base.replace(/\/+$/, '') + filled);
  for (const [name, value] of Object.entries(query))
    if (value !== undefined && value !== null) url.searchParams.set(name, textOf(value));
  return url;
}

const textOf = (value: unknown): string =>
  typeof value === 'object' ? JSON.stringify(value) : String(value);
