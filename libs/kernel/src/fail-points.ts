import { appendFileSync, existsSync, readFileSync, renameSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';

/** A folder that a test has made for this, and nothing else, holds a file of this name. */
const PERMIT = 'processes-may-die-here';
/** While this file is there, each point that is come to is written into it, once by each process. */
const REACHED = 'reached';
/** While this file is there, the process that comes to the point named in it, so many times, dies. */
const ARMED = 'armed';

/** What {@link ARMED} holds, as JSON. */
interface Armed {
  point: string;
  /** The how manieth time of one process, from 1. */
  time: number;
}

/**
 * Named points at which a test can have this process die as by a power cut (`npm run test:faults`, docs/faults.md).
 *
 * It takes a variable that names a folder, a permit in that folder, and a process that does not run for production:
 * with the variable alone a process refuses to start. Without the variable there is nothing: {@link failPoints} is
 * undefined, and `failPoints?.reach(…)` costs a comparison.
 */
export class FailPoints {
  private readonly told = new Set<string>();
  private counted: Armed = { point: '', time: 0 };

  private constructor(private readonly folder: string) {}

  /**
   * Reads CALLBOARD_FAIL_POINTS, the absolute path of a folder. Undefined when it is not set.
   *
   * @throws Error when it is set where it must not be, saying why
   */
  static of(env: NodeJS.ProcessEnv): FailPoints | undefined {
    const folder = env.CALLBOARD_FAIL_POINTS;
    if (folder === undefined || folder === '') return undefined;
    const refuse = (why: string): never => {
      throw new Error(`CALLBOARD_FAIL_POINTS lets tests kill this process, and ${why}: unset it`);
    };
    if (env.NODE_ENV === 'production') refuse('NODE_ENV is production');
    if (!isAbsolute(folder)) refuse('it is not the absolute path of a folder');
    if (!existsSync(join(folder, PERMIT))) refuse(`there is no file ${PERMIT} in the folder that it names`);
    return new FailPoints(folder);
  }

  /** Whether points are recorded, or one is armed: then what is sent together goes one by one. */
  get watched(): boolean {
    return existsSync(join(this.folder, ARMED)) || existsSync(join(this.folder, REACHED));
  }

  /** Does not return when this is where the process is to die. */
  reach(point: string): void {
    this.record(point);
    const armed = this.armed();
    if (armed?.point !== point) return;
    const times = this.counted.point === point ? this.counted.time + 1 : 1;
    this.counted = { point, time: times };
    if (times >= armed.time && this.isFirst()) process.kill(process.pid, 'SIGKILL');
  }

  private record(point: string): void {
    const file = join(this.folder, REACHED);
    if (this.told.has(point) || !existsSync(file)) return;
    this.told.add(point);
    appendFileSync(file, `${point}\n`);
  }

  private armed(): Armed | undefined {
    const file = join(this.folder, ARMED);
    if (!existsSync(file)) return undefined;
    try {
      return JSON.parse(readFileSync(file, 'utf8')) as Armed;
    } catch {
      return undefined; // Another process has died of it in between.
    }
  }

  /** Of several processes that come to a point, one dies; the others find the file gone. */
  private isFirst(): boolean {
    try {
      renameSync(join(this.folder, ARMED), join(this.folder, 'died'));
      return true;
    } catch {
      return false;
    }
  }
}

/** Those of this process; undefined unless it was started by a test of faults. */
export const failPoints: FailPoints | undefined = FailPoints.of(process.env);
