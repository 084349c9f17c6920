import { z } from 'zod';
import { objectStoreFaults, objectStoreSettings } from './object-storage/object-store-settings';

/** Nest token of {@link GatewaySettings}. */
export const GATEWAY_SETTINGS = Symbol('GATEWAY_SETTINGS');

const settings = z.object({
  /** Where to listen; port 0 takes any free one. */
  PORT: z.coerce.number('must be a port number').int().min(0).max(65_535).default(8000),
  HOST: z.string().default('127.0.0.1'),
  /** The address that clients use, when it is not the one listened on (a proxy stands before it). */
  PUBLIC_URL: z.url({ protocol: /^https?$/, error: 'must be a URL such as https://host' }).optional(),
  /** The runtime's own site: its administrators may register triggers, workflows and object types (design 7). */
  RUNTIME_SITE_ID: z.string().min(1).default('nmdc-runtime'),
  /** Proxies of our own that every request passes; as many last entries of X-Forwarded-For are believed. */
  TRUST_PROXY: z.coerce.number('must be the number of proxies').int().min(0).max(10).default(0),
  /** HTTP requests in flight above which further ones get 503. */
  MAX_IN_FLIGHT: z.coerce.number('must be a number').int().min(1).default(1000),
  ...objectStoreSettings.shape,
});

/** Settings of the gateway, besides those of every process. Those of the object store are told of with all others. */
export const gatewaySettings = settings.superRefine(
  (_, context) => objectStoreFaults(context.value).forEach((issue) => context.addIssue(issue)),
  { when: () => true },
);
export type GatewaySettings = z.infer<typeof gatewaySettings>;
