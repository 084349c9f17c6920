import { execFileSync, spawn, spawnSync } from 'node:child_process';

/** Says to the process inside that it has a network of its own. */
const MARK = 'CALLBOARD_FAULTS_OWN_NETWORK';
/** A cable with nobody at its other end: what is sent there is lost, and nobody is told. */
const NOWHERE = ['type', 'veth', 'peer', 'name', 'nowhere-end'];
const CABLE = 'nowhere';

const ip = (...args: string[]): void => void execFileSync('ip', args, { stdio: 'pipe' });

/**
 * Runs this program once more in a network namespace of its own, where its packets may be lost without harm to others, and
 * gives how that ended. Undefined where that is not possible (it takes root and Linux), and in the one that runs there.
 */
export function inOwnNetwork(): Promise<number> | undefined {
  if (process.env[MARK] !== undefined) {
    ip('link', 'set', 'lo', 'up');
    return undefined;
  }
  if (!isPossible()) return undefined;
  const [program = '', ...args] = [process.execPath, ...process.execArgv, ...process.argv.slice(1)];
  const child = spawn('unshare', ['--net', program, ...args], {
    stdio: 'inherit',
    env: { ...process.env, [MARK]: 'yes' },
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}

function isPossible(): boolean {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  return spawnSync('unshare', ['--net', 'ip', 'link', 'add', CABLE, ...NOWHERE]).status === 0;
}

/** The network of this program alone, if it has one: addresses in it can be cut off. */
export class OwnNetwork {
  private addresses = 0;

  private constructor() {}

  /** Undefined in a program that shares its network with others. */
  static open(): OwnNetwork | undefined {
    if (process.env[MARK] === undefined) return undefined;
    if (spawnSync('ip', ['link', 'show', CABLE]).status !== 0) {
      ip('link', 'add', CABLE, ...NOWHERE);
      ip('link', 'set', CABLE, 'up');
      ip('link', 'set', 'nowhere-end', 'up');
    }
    return new OwnNetwork();
  }

  /** A further address of this machine. */
  address(): string {
    this.addresses += 1;
    const address = `10.99.0.${this.addresses}`;
    ip('address', 'replace', `${address}/32`, 'dev', 'lo');
    return address;
  }

  /** Packets to and from the address are lost from now on. Connections stay as they are, and learn of it as ever. */
  cut(address: string): void {
    ip('address', 'del', `${address}/32`, 'dev', 'lo');
    ip('route', 'replace', `${address}/32`, 'dev', CABLE);
    ip('neighbour', 'replace', address, 'lladdr', '02:00:00:00:00:01', 'dev', CABLE, 'nud', 'permanent');
  }

  heal(address: string): void {
    ip('route', 'del', `${address}/32`, 'dev', CABLE);
    ip('address', 'add', `${address}/32`, 'dev', 'lo');
  }
}
