import { readSettings } from '@callboard/service-kit';
import { workerSettings } from './settings';

describe('the settings of the site worker', () => {
  it('allow no host whose address is not public unless it is named', () => {
    const { FETCH_ALLOWED_HOSTS: none } = readSettings(workerSettings, {});
    for (const host of ['127.0.0.1', 'localhost', '::1', '']) expect(none.has(host, 80)).toBe(false);
    const { FETCH_ALLOWED_HOSTS: one } = readSettings(workerSettings, {
      FETCH_ALLOWED_HOSTS: 'localhost:9000',
    });
    expect(one.has('localhost', 9000)).toBe(true);
  });

  it.each([
    ['FETCH_ALLOWED_HOSTS', 'http://localhost'],
    ['FETCH_ALLOWED_HOSTS', 'a,'.repeat(6000)],
    ['DOWNLOAD_ANSWER_MS', '0'],
    ['DOWNLOAD_TOTAL_MS', '9999999999'],
    ['UNPACK_MAX_RATIO', '0'],
  ])('refuse %s=%.20s', (name, value) => {
    expect(() => readSettings(workerSettings, { [name]: value })).toThrow(name);
  });
});
