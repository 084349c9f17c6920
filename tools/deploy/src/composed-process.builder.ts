import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ComposeService, secretTargets } from './compose-file.builder';

/** What of a container's world is elsewhere when there are no containers. */
export interface Surroundings {
  /** What buildImage gave. */
  image: string;
  imageEnvironment: Record<string, string>;
  /** Node and its flags, from the Dockerfile. */
  entrypoint: readonly string[];
  /** Folder of the secrets that make-secrets.sh made. */
  secrets: string;
  /** Folder for what the processes are given. */
  folder: string;
  /** Hosts and ports of docker-compose.yml and of secrets, such as `nats:4222`, and what stands for them here. */
  places: Record<string, string>;
}

/**
 * A container of docker-compose.yml as a bare process: its command by the image's entrypoint, in the image's folder,
 * with exactly the environment that Compose would give, and of the secrets only those that the service may have.
 */
export class ComposedProcess {
  readonly child: ChildProcess;
  readonly exited: Promise<number | null>;
  private text = '';
  private readonly places: Record<string, string>;
  /** Settings that are a port and nothing else. */
  private readonly ports: Record<string, string>;
  private readonly readNames: string;

  constructor(
    readonly name: string,
    private readonly service: ComposeService,
    private readonly around: Surroundings,
    healthPort: number,
  ) {
    const home = join(around.folder, name);
    this.places = {
      ...around.places,
      ...this.grantSecrets(home),
      '127.0.0.1:9090': `127.0.0.1:${healthPort}`,
    };
    this.ports = { '8000': portOf(around.places['api-gateway:8000']), '9090': String(healthPort) };
    this.readNames = join(home, 'names');
    const [, ...flags] = around.entrypoint;
    this.child = this.run([...flags, '--require', this.writeRecorder(home), ...(service.command ?? [])]);
    for (const stream of [this.child.stdout, this.child.stderr])
      stream?.on('data', (data: Buffer) => (this.text += data.toString()));
    this.exited = new Promise((resolve) => this.child.once('close', (code) => resolve(code)));
  }

  get output(): string {
    return this.text;
  }

  /** Runs the health check as Docker would, beside the process. Gives whether it found it healthy. */
  isHealthy(): Promise<boolean> {
    const [kind, program, ...args] = this.service.healthcheck.test ?? [];
    if (kind !== 'CMD' || program !== 'node') throw new Error(`${this.name} has no health check by node`);
    const check = this.run(args.map((arg) => this.placed(arg)));
    return new Promise((resolve) => check.once('close', (code) => resolve(code === 0)));
  }

  /** The names of variables that the process has looked at in its life. */
  namesRead(): Set<string> {
    return new Set(readFileSync(this.readNames, 'utf8').split('\n'));
  }

  private run(args: string[]): ChildProcess {
    return spawn(process.execPath, args, {
      cwd: this.around.image,
      env: { ...this.around.imageEnvironment, ...this.environment() },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  }

  private environment(): Record<string, string> {
    const given = Object.entries(this.service.environment ?? {});
    return Object.fromEntries(
      given.map(([name, value]) => [name, this.ports[value] ?? this.placed(String(value))]),
    );
  }

  private placed(text: string): string {
    return replaced(text, this.places);
  }

  private grantSecrets(home: string): Record<string, string> {
    mkdirSync(join(home, 'secrets'), { recursive: true });
    const targets = [...secretTargets(this.service)].map(([name, target]) => {
      const file = join(home, 'secrets', name);
      const text = readFileSync(join(this.around.secrets, name), 'utf8');
      writeFileSync(file, replaced(text, this.around.places));
      return [target, file] as const;
    });
    return Object.fromEntries(targets);
  }

  private writeRecorder(home: string): string {
    const file = join(home, 'recorder.cjs');
    writeFileSync(
      file,
      `const names = new Set();
process.env = new Proxy(process.env, {
  get: (env, name) => (names.add(String(name)), env[name]),
});
process.on('exit', () => require('node:fs').writeFileSync(${JSON.stringify(this.readNames)}, [...names].join('\\n')));
`,
    );
    return file;
  }
}

const replaced = (text: string, places: Record<string, string>): string =>
  Object.entries(places).reduce((so, [from, to]) => so.replaceAll(from, to), text);

const portOf = (place = ''): string => place.replace(/.*:/, '');
