import { statementName } from './statement-name';

describe('the name of a statement', () => {
  const nameOf = (text: string): string => statementName(text).replace(/ ~[0-9a-f]{4}$/, '');

  it('tells what it writes, each table once', () => {
    const text =
      'with a as (update jobs j set n = 1), b as (insert into claims select 1) update jobs set n = 2';
    expect(nameOf(text)).toBe('update jobs, insert into claims');
    expect(nameOf('insert into t values (1) on conflict (a) do update set b = 2')).toBe('insert into t');
  });

  it('tells what it reads, and whether it locks', () => {
    expect(nameOf('select * from jobs j where id = $1')).toBe('select jobs');
    expect(nameOf('select id from jobs for update of j skip locked')).toBe('select jobs for update');
  });

  it('tells a command by its words', () => {
    expect(nameOf('commit')).toBe('commit');
    expect(nameOf('set local synchronous_commit = off')).toBe('set local synchronous_commit');
  });

  it('differs for statements that do alike, and not for the same text', () => {
    expect(statementName('update jobs set n = 1')).not.toBe(statementName('update jobs set n = 2'));
    expect(statementName('update jobs set n = 1')).toBe(statementName('update jobs set n = 1'));
  });
});
