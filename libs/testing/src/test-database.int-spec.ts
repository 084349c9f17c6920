import { Client } from 'pg';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { testDatabase, type TestDatabase } from './test-database';

class CreateThings1763900000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('create table things (id text)');
  }
  async down(): Promise<void> {}
}

const services = [{ service: 'jobs' as const, migrations: [CreateThings1763900000000] }];

const ask = async (url: string, sql: string): Promise<unknown[]> => {
  const client = new Client({ connectionString: url });
  await client.connect();
  return (await client.query(sql).finally(() => client.end())).rows;
};

describe('testDatabase', () => {
  it('gives each caller tables of its own, also to many at once', async () => {
    const places = await Promise.all(Array.from({ length: 5 }, () => testDatabase(services)));
    const [one, two] = places as [TestDatabase, TestDatabase];
    await ask(one.url('jobs'), "insert into things values ('mine')");
    expect(await ask(two.url('jobs'), 'select * from things')).toEqual([]);
    expect(await ask(one.adminUrl, 'select * from jobs.things')).toEqual([{ id: 'mine' }]);
    await Promise.all(places.map((place) => place.drop()));
  });

  it('drops the database although somebody is still connected', async () => {
    const place = await testDatabase(services);
    const leaked = new Client({ connectionString: place.url('jobs') });
    leaked.on('error', () => undefined);
    await leaked.connect();
    await place.drop();
    await expect(leaked.query('select 1')).rejects.toThrow();
    await expect(ask(place.url('jobs'), 'select 1')).rejects.toThrow('does not exist');
  });
});
