import { randomUUID } from 'node:crypto';
import { cancelJobs, claimJobs } from '@callboard/contracts';
import { startProcess, type RunningProcess } from '@callboard/service-kit';
import { ServiceWorld } from '@callboard/service-testing';
import { testDatabase, type TestDatabase } from '@callboard/testing';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { listen } from '../../../../apps/api-gateway/src/run-gateway';
import { JobsModule } from '../../../../apps/jobs/src/jobs.module';
import { migrations as jobs } from '../../../../apps/jobs/src/persistence/migrations';
import { OperationsModule } from '../../../../apps/operations/src/operations.module';
import { migrations as operations } from '../../../../apps/operations/src/persistence/migrations';
import { Board } from '../board/board';
import { CallLog } from './call-log';
import { type Chapter, CHAPTERS } from './chapters.builder';
import { type Place, type Said, Speaker } from './conversation.builder';
import { Faults } from './faults';
import { GatewayDouble, type Parts } from './gateway-double';
import { Tokens } from './tokens';

const before = { ...process.env };
const workflow = `conversation-${randomUUID()}`;
const SITE = 'conformance-site';
let world: ServiceWorld;
let operationsDatabase: TestDatabase;
let gateway: RunningProcess;
let double: GatewayDouble;
let real: Place;
let played: Place;

beforeAll(async () => {
  world = await ServiceWorld.open({ service: 'jobs', migrations: jobs });
  const logins = await world.siteLogins();
  await world.start(JobsModule);
  operationsDatabase = await testDatabase([{ service: 'operations', migrations: operations }]);
  process.env.DATABASE_URL = operationsDatabase.url('operations');
  await world.start(OperationsModule);
  process.env.PORT = '0';
  gateway = await startProcess(listen);
  real = await realPlace(await logins.tokenOf(SITE));
  played = await playedPlace();
}, 60_000);

afterAll(async () => {
  await gateway?.stop();
  await double?.close();
  await world?.close();
  await operationsDatabase?.drop();
  process.env = before;
}, 60_000);

async function realPlace(token: string): Promise<Place> {
  const caller = (siteId: string) => ({ kind: 'site', siteId, clientId: `client-of-${siteId}` }) as const;
  const asOther = { caller: caller('another-site') };
  return {
    url: await (gateway.app as NestFastifyApplication).getUrl(),
    token,
    workflow,
    claimElsewhere: async (id) =>
      void (await world.requests.request(claimJobs, { pick: { job_ids: [id] } }, asOther)),
    cancel: async (id) =>
      void (await world.requests.request(cancelJobs, { job_ids: [id] }, { caller: caller(SITE) })),
  };
}

async function playedPlace(): Promise<Place> {
  const now = (): number => Date.now();
  const board = new Board(now);
  const tokens = new Tokens(now);
  const parts: Parts = { board, tokens, calls: new CallLog(now), faults: new Faults() };
  const listening = await GatewayDouble.listen(parts, '127.0.0.1', 0);
  double = listening.double;
  const { clientId: client_id, clientSecret: client_secret } = tokens.site;
  const { access_token } = tokens.issue({ grant: 'client_credentials', client_id, client_secret });
  return {
    url: listening.url,
    token: access_token,
    workflow,
    claimElsewhere: (id) => Promise.resolve(board.claimElsewhere(id)),
    cancel: (id) => Promise.resolve(board.withdraw(id)),
  };
}

describe('the double says to a worker what the real gateway and services say, word for word', () => {
  const hear = async (chapter: Chapter, place: Place): Promise<Said[]> => {
    const speaker = new Speaker(place);
    await chapter(speaker, place);
    return speaker.said;
  };

  it.each(Object.entries(CHAPTERS))('%s', async (_, chapter) => {
    const [byReal, byDouble] = await Promise.all([hear(chapter, real), hear(chapter, played)]);
    expect(byDouble).toEqual(byReal);
  });
});
