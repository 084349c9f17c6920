import {
  isConnectionFailure,
  isRefusedValue,
  isTryAgain,
  isUniqueViolation,
  translated,
} from './postgres-errors';

const coded = (code: string, more: object = {}): Error => Object.assign(new Error('x'), { code, ...more });
const wrapped = (error: Error): Error => Object.assign(new Error('query failed'), { driverError: error });

describe('errors of PostgreSQL', () => {
  it.each(['08006', '57P01', '57P03', '53300', 'ECONNREFUSED', 'ECONNRESET'])(
    '%s is a lost connection',
    (code) => {
      expect(isConnectionFailure(coded(code))).toBe(true);
      expect(translated(wrapped(coded(code)))).toMatchObject({ code: 'unavailable' });
    },
  );

  it('knows what pg says without a code', () => {
    expect(isConnectionFailure(new Error('Connection terminated unexpectedly'))).toBe(true);
    expect(isConnectionFailure(new Error('timeout exceeded when trying to connect'))).toBe(true);
    expect(isConnectionFailure(new Error('the job is gone'))).toBe(false);
  });

  it.each(['53100', '53200', '58030', '55P03', '25006'])('%s is over after a while', (code) => {
    expect(translated(coded(code))).toMatchObject({ code: 'unavailable' });
  });

  it('tells a value that is refused for ever from what depends on other rows', () => {
    for (const code of ['22003', '22P05', '22021', '54000', '23514', '23502'])
      expect(isRefusedValue(wrapped(coded(code)))).toBe(true);
    for (const code of ['23505', '23503', '40001', '57P01', '42P01'])
      expect(isRefusedValue(coded(code))).toBe(false);
  });

  it('leaves the rest as it is', () => {
    for (const error of [coded('23505'), coded('40001'), new Error('mine'), 'text', undefined]) {
      expect(translated(error)).toBe(error);
    }
  });

  it('calls a statement that took too long unavailable', () => {
    expect(translated(coded('57014'))).toMatchObject({ code: 'unavailable' });
  });

  it('tells what to run again, and which constraint refused', () => {
    expect(isTryAgain(wrapped(coded('40P01')))).toBe(true);
    expect(isTryAgain(coded('23505'))).toBe(false);
    expect(isUniqueViolation(wrapped(coded('23505', { constraint: 'one' })), 'one')).toBe(true);
    expect(isUniqueViolation(wrapped(coded('23505', { constraint: 'one' })), 'two')).toBe(false);
    expect(isUniqueViolation(coded('23503'))).toBe(false);
  });
});
