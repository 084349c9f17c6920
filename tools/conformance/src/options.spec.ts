import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readOptions } from './options';

const folder = mkdtempSync(join(tmpdir(), 'callboard-options-'));
const site = { siteId: 'lab', clientId: 'c', clientSecret: 's', gatewayUrl: 'http://site.example.org' };
afterAll(() => rmSync(folder, { recursive: true }));

describe('options of the conformance kit', () => {
  it('takes a site and the address of its gateway from its file', () => {
    writeFileSync(join(folder, 'lab.json'), JSON.stringify({ ...site, natsUrl: 'nats://x' }));
    expect(readOptions(['--site', 'lab.json', '--json', 'out.json'], { INIT_CWD: folder })).toEqual({
      url: site.gatewayUrl,
      site,
      admin: undefined,
      json: join(folder, 'out.json'),
    });
  });

  it('takes a site and an admin from the environment', () => {
    const env = {
      SITE_ID: 'lab',
      SITE_CLIENT_ID: 'c',
      SITE_CLIENT_SECRET: 's',
      CALLBOARD_ADMIN_PASSWORD: 'p',
    };
    expect(readOptions(['--url', 'http://other.example.org'], env)).toEqual({
      url: 'http://other.example.org',
      site: { siteId: 'lab', clientId: 'c', clientSecret: 's' },
      admin: { username: 'admin', password: 'p' },
    });
  });

  it.each([
    [[], {}, /say which gateway it is:[^]*--site/],
    [['--url', 'nonsense'], {}, /say which gateway/],
    [['--url', 'http://x'], { SITE_ID: 'lab' }, /give all three, or none/],
    [['--nonsense'], {}, /nonsense/],
  ])('refuses %j', (args, env, message) => expect(() => readOptions(args, env)).toThrow(message));
});
