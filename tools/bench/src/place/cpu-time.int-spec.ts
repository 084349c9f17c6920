import { cpuTimes } from './cpu-time';
import { processTable } from './process-table';

(processTable().size > 0 ? describe : describe.skip)('CPU time of the processes of this machine', () => {
  it('is told by name, what has gone is left out, and those of one name are summed', () => {
    const own = { name: 'this one', pid: process.pid };
    const once = cpuTimes([own, { name: 'gone', pid: 2 ** 30 }]);
    expect(once.get('this one')).toBeGreaterThan(0);
    expect(once.has('gone')).toBe(false);
    expect(cpuTimes([own, own]).get('this one')).toBeGreaterThanOrEqual(2 * (once.get('this one') ?? 0));
  });
});
