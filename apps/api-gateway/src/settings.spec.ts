import { readSettings, SettingsError } from '@callboard/service-kit';
import { gatewaySettings } from './settings';

const STORE = {
  OBJECT_STORE_ENDPOINT: 'https://s3.example.org',
  OBJECT_STORE_REGION: 'us-east-1',
  OBJECT_STORE_BUCKET: 'callboard',
  OBJECT_STORE_ACCESS_KEY_ID: 'AKIDEXAMPLE',
  OBJECT_STORE_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI',
};

function faultsOf(env: Record<string, string>): readonly string[] {
  try {
    readSettings(gatewaySettings, env);
    return [];
  } catch (error) {
    if (error instanceof SettingsError) return error.faults;
    throw error;
  }
}

describe('the settings of the object store', () => {
  it('are all there, or none', () => {
    expect(readSettings(gatewaySettings, {})).not.toHaveProperty('OBJECT_STORE_ENDPOINT');
    expect(readSettings(gatewaySettings, STORE)).toMatchObject(STORE);
  });

  it.each(Object.keys(STORE))('are refused without %s, which is named', (name) => {
    const { [name as keyof typeof STORE]: _, ...rest } = STORE;
    expect(faultsOf(rest)).toEqual([`${name} is missing: set ${name} or ${name}_FILE`]);
  });

  it('are told of with every other fault at once, and no secret is', () => {
    const faults = faultsOf({
      PORT: 'many',
      OBJECT_STORE_ENDPOINT: 'ftp://s3.example.org',
      OBJECT_STORE_BUCKET: 'My Bucket',
      OBJECT_STORE_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI',
    });
    expect(faults.map((fault) => fault.split(' ')[0]).sort()).toEqual([
      'OBJECT_STORE_ACCESS_KEY_ID',
      'OBJECT_STORE_BUCKET',
      'OBJECT_STORE_ENDPOINT',
      'OBJECT_STORE_REGION',
      'PORT',
    ]);
    expect(faults.join()).not.toContain('wJalr');
  });

  it.each(['https://s3.example.org/?a=b', 'https://name:word@s3.example.org', 's3.example.org'])(
    'take no endpoint such as %s',
    (endpoint) => {
      expect(faultsOf({ ...STORE, OBJECT_STORE_ENDPOINT: endpoint })).toHaveLength(1);
    },
  );
});
