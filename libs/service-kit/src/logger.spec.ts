import { newTraceparent, runInTrace, traceIdOf } from '@callboard/messaging';
import { createLog, linesTogether } from './logger';
import { NestLog } from './nest-log';

function recorded(): { lines: Record<string, unknown>[]; write(line: string): void } {
  const lines: Record<string, unknown>[] = [];
  return { lines, write: (line) => void lines.push(JSON.parse(line) as Record<string, unknown>) };
}

describe('createLog', () => {
  it('writes one JSON line with the service, the level and the trace', () => {
    const target = recorded();
    const log = createLog('jobs', target);
    const traceparent = newTraceparent();
    log.info({ job: 'j1' }, 'outside');
    runInTrace(traceparent, () => log.warn({ job: 'j1' }, 'inside'));
    const common = { service: 'jobs', pid: process.pid, job: 'j1', time: expect.any(String) };
    expect(target.lines).toEqual([
      { ...common, level: 'info', msg: 'outside' },
      { ...common, level: 'warn', msg: 'inside', trace_id: traceIdOf(traceparent) },
    ]);
  });

  it('blots out what holds a secret by its name', () => {
    const target = recorded();
    createLog('jobs', target).info({ password: 'hunter2', body: { client_secret: 'hunter2' } }, 'careless');
    expect(JSON.stringify(target.lines)).not.toContain('hunter2');
  });

  it('writes of an error what helps, and nothing of what it carries', () => {
    const target = recorded();
    const error = Object.assign(new Error('refused', { cause: new Error('deeper') }), {
      parameters: ['hunter2'],
      code: '23505',
    });
    createLog('jobs', target).error({ err: error }, 'failed');
    expect(target.lines[0]?.err).toMatchObject({
      type: 'Error',
      message: 'refused',
      code: '23505',
      cause: { message: 'deeper' },
    });
    expect(JSON.stringify(target.lines)).not.toContain('hunter2');
  });
});

describe('NestLog', () => {
  it('keeps warnings and errors, and makes the chatter at start debug', () => {
    const target = recorded();
    const log = new NestLog(createLog('jobs', target));
    log.log('Starting Nest application...', 'NestFactory');
    log.warn('careful', 'Injector');
    log.error(new Error('broken'), 'stack', 'ExceptionHandler');
    expect(target.lines).toEqual([
      expect.objectContaining({ level: 'warn', msg: 'careful', nest: 'Injector' }),
      expect.objectContaining({ level: 'error', msg: 'broken', nest: 'ExceptionHandler' }),
    ]);
  });
});

describe('linesTogether', () => {
  it('writes the lines of one turn at once, in their order, and leaves none behind', async () => {
    const written: string[] = [];
    const destination = linesTogether((lines) => void written.push(lines));
    destination.write('one\n');
    destination.write('two\n');
    expect(written).toEqual([]);
    await new Promise(setImmediate);
    destination.write('three\n');
    await new Promise(setImmediate);
    expect(written).toEqual(['one\ntwo\n', 'three\n']);
  });
});
