import { testDatabase, type TestDatabase } from '@callboard/testing';
import { Client } from 'pg';
import { demandDurableDatabase } from './durable';

describe('durable settings that the bench asks for', () => {
  let database: TestDatabase;
  let client: Client;

  beforeAll(async () => {
    database = await testDatabase([]);
    client = new Client({ connectionString: database.adminUrl });
    await client.connect();
  });
  afterAll(async () => {
    await client.end();
    await database.drop();
  });

  it('are asked of the live server: one that does not wait for the disk is refused', async () => {
    await expect(demandDurableDatabase(client)).rejects.toThrow(
      /PostgreSQL has \w+ = off: figures count with \w+ = on only/,
    );
  });
});
