import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

/** The repository. */
export const ROOT = join(__dirname, '../../..');

/** A secret as a service names it: by its name, or with the place where it is to be found. */
type SecretUse = string | { source: string; target: string };

/** A service of docker-compose.yml, as far as tests look at it. */
export interface ComposeService {
  image: string;
  pull_policy?: string;
  build?: { context: string; target: string };
  init?: boolean;
  command?: string[];
  entrypoint?: string[];
  container_name?: string;
  depends_on?: Record<string, { condition: string }>;
  environment?: Record<string, string | number>;
  secrets?: SecretUse[];
  networks?: string[];
  ports?: string[];
  volumes?: string[];
  tmpfs?: string[];
  healthcheck: { test?: string[]; disable?: boolean };
  restart: string;
  stop_grace_period?: string;
  read_only?: boolean;
  cap_drop: string[];
  cap_add?: string[];
  security_opt: string[];
}

export interface ComposeFile {
  services: Record<string, ComposeService>;
  networks: Record<string, unknown>;
  volumes: Record<string, unknown>;
  secrets: Record<string, { file: string }>;
}

/** Reads docker-compose.yml as Compose does: anchors and merges resolved, then variables of `env` filled in. */
export function readCompose(env: Record<string, string> = {}): ComposeFile {
  const text = readFileSync(join(ROOT, 'docker-compose.yml'), 'utf8');
  const fill = (_name: string, value: unknown): unknown =>
    typeof value === 'string' ? interpolate(value, env) : value;
  return JSON.parse(JSON.stringify(parse(text, { merge: true })), fill) as ComposeFile;
}

export function composeService(compose: ComposeFile, name: string): ComposeService {
  const service = compose.services[name];
  if (service === undefined) throw new Error(`docker-compose.yml has no service ${name}`);
  return service;
}

/** Where a container finds each of its secrets, by the secret's name. */
export function secretTargets(service: ComposeService): Map<string, string> {
  return new Map(
    (service.secrets ?? []).map((use) =>
      typeof use === 'string' ? [use, `/run/secrets/${use}`] : [use.source, use.target],
    ),
  );
}

/** `${NAME:-default}`, the only form that the file uses; anything else with a dollar is refused. */
function interpolate(text: string, env: Record<string, string>): string {
  const filled = text.replace(
    /\$\{([A-Z_]+):-([^}$]*)\}/g,
    (_all, name: string, otherwise: string) => env[name] || otherwise,
  );
  if (filled.includes('$')) throw new Error(`a variable without a default: ${filled}`);
  return filled;
}
