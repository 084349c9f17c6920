import type { ServiceName } from '@callboard/contracts';

/** The login role of a service; its search_path is the service's schema, which bears the service's name (design 1). */
export function databaseRole(service: ServiceName): string {
  return `callboard_${service}`;
}
