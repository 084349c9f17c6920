import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FailPoints, failPoints } from './fail-points';

describe('fail points', () => {
  const folder = mkdtempSync(join(tmpdir(), 'callboard-fail-points-'));
  const kill = jest.spyOn(process, 'kill').mockReturnValue(true);
  const permit = join(folder, 'processes-may-die-here');

  beforeEach(() => writeFileSync(permit, ''));
  afterEach(() => kill.mockClear());
  afterAll(() => {
    kill.mockRestore();
    rmSync(folder, { recursive: true });
  });

  const points = (): FailPoints => FailPoints.of({ CALLBOARD_FAIL_POINTS: folder }) as FailPoints;
  const arm = (point: string, time: number): void =>
    writeFileSync(join(folder, 'armed'), JSON.stringify({ point, time }));

  it('are not there unless a test asks for them', () => {
    expect(failPoints).toBeUndefined();
    expect(FailPoints.of({})).toBeUndefined();
    expect(FailPoints.of({ CALLBOARD_FAIL_POINTS: '' })).toBeUndefined();
  });

  it('refuse production, a path that is not absolute, and a folder without a permit', () => {
    const of = (more: NodeJS.ProcessEnv) => () => FailPoints.of({ CALLBOARD_FAIL_POINTS: folder, ...more });
    expect(of({ NODE_ENV: 'production' })).toThrow('NODE_ENV is production');
    expect(of({ CALLBOARD_FAIL_POINTS: 'yes' })).toThrow('not the absolute path');
    rmSync(permit);
    expect(of({})).toThrow('no file processes-may-die-here');
  });

  it('kill the process at the point that is armed, the time that is armed, once', () => {
    const some = points();
    some.reach('before commit');
    arm('before commit', 2);
    expect(some.watched).toBe(true);
    some.reach('after commit');
    some.reach('before commit');
    expect(kill).not.toHaveBeenCalled();
    some.reach('before commit');
    expect(kill).toHaveBeenCalledWith(process.pid, 'SIGKILL');
    some.reach('before commit');
    expect(kill).toHaveBeenCalledTimes(1);
    expect(existsSync(join(folder, 'died'))).toBe(true);
    expect(some.watched).toBe(false);
  });

  it('write down what is come to while somebody asks', () => {
    const some = points();
    some.reach('unheard');
    writeFileSync(join(folder, 'reached'), '');
    for (const point of ['a', 'b', 'a']) some.reach(point);
    expect(readFileSync(join(folder, 'reached'), 'utf8')).toBe('a\nb\n');
    rmSync(join(folder, 'reached'));
  });
});
