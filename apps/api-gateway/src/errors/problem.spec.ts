import { ERROR_CODES } from '@callboard/contracts';
import { DomainError } from '@callboard/kernel';
import { HttpException, NotFoundException } from '@nestjs/common';
import { problemOf } from './problem';
import { ReplyInstead } from './reply-instead';
import { ShapeError } from './shape-error';

describe('errors over HTTP (contract 0)', () => {
  it.each(Object.entries(ERROR_CODES))('%s has the status of its code', (code, { status }) => {
    const problem = problemOf(new DomainError(code, 'in words', { why: 1 }));
    expect(problem.status).toBe(status);
    expect(problem.headers['WWW-Authenticate']).toBe(status === 401 ? 'Bearer' : undefined);
    expect(problem.headers['Retry-After']).toBe({ 429: '60', 503: '1' }[status as number]);
    if (status === 500) expect(problem.body).toBe('Internal Server Error');
    else if (status === 404)
      expect(problem.body).toEqual({ detail: 'Not found', code, message: 'in words', details: { why: 1 } });
    else expect(problem.body).toEqual({ detail: 'in words', code, details: { why: 1 } });
  });

  it('tells nothing of what broke', () => {
    for (const error of [
      new Error('select secret'),
      'thrown text',
      undefined,
      new DomainError('newer-code', 'x'),
      Object.assign(new Error('x'), { statusCode: 502 }),
    ]) {
      expect(problemOf(error)).toMatchObject({ status: 500, body: 'Internal Server Error' });
    }
  });

  it('has a text of its own for unknown routes', () => {
    expect(problemOf(new NotFoundException('Cannot GET /x')).body).toMatchObject({ detail: 'Not Found' });
  });

  it('keeps the status of errors of the web server', () => {
    expect(problemOf(new HttpException('too large', 413))).toMatchObject({ status: 413, code: 'too-large' });
    expect(problemOf(Object.assign(new Error('aborted'), { statusCode: 400 })).status).toBe(400);
  });

  it('lists the issues of a wrong shape', () => {
    const issue = { type: 'missing', loc: ['body', 'id'], msg: 'Field required', input: {} };
    const problem = problemOf(new ShapeError([issue]));
    expect(problem).toMatchObject({ status: 422, body: { detail: [issue] }, more: { errors: [issue] } });
    expect(problem.text).toContain('body.id: Field required');
  });

  it('sends another body where the contract wants one', () => {
    const refusal = new DomainError('job-claimed', 'in words');
    expect(problemOf(new ReplyInstead(409, 'in words', refusal))).toMatchObject({
      status: 409,
      body: 'in words',
      code: 'job-claimed',
    });
    expect(problemOf(new ReplyInstead(503, { database: false }))).toMatchObject({
      body: { database: false },
      headers: { 'Retry-After': '1' },
    });
  });
});
