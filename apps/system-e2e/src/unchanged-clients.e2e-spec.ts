import { type Cast, castOf } from './support/rights/cast';
import { ACCESS_FAILURES } from './support/failures/access';
import { type Failure, type Sent, type Things, withThings } from './support/failures/failure';
import { METADATA_FAILURES } from './support/failures/metadata';
import { thingsOf } from './support/failures/things';
import { WORK_FAILURES } from './support/failures/work';
import { startTestStack, type TestStack } from './support/test-stack';

let test: TestStack;
let cast: Cast;
let things: Things;

beforeAll(async () => {
  test = await startTestStack({ environment: { 'api-gateway': { LOG_LEVEL: 'warn' } } });
  cast = await castOf(test.stack);
  things = await thingsOf(cast);
}, 120_000);

afterAll(() => test?.stop(), 60_000);

const ALL = [...ACCESS_FAILURES, ...WORK_FAILURES, ...METADATA_FAILURES];
const named = ALL.map(
  (each) => [each.section, `${each.call.slice(0, 60)} with ${each.words}`, each] as const,
);

function bytesOf(sent: Sent | undefined): { type?: string; body?: string } {
  if (sent === undefined) return {};
  if ('json' in sent) return { type: 'application/json', body: JSON.stringify(sent.json) };
  if ('text' in sent) return { type: sent.type, body: sent.text };
  return { type: 'application/x-www-form-urlencoded', body: new URLSearchParams(sent.form).toString() };
}

async function answerTo({ as, call, sent }: Failure): Promise<{ status: number; text: string }> {
  const [method = '', path = ''] = withThings(call, things).split(/ (.*)/s);
  const { type, body } = bytesOf(sent);
  const reply = await fetch(new URL(path, test.stack.gatewayUrl), {
    method,
    headers: { ...cast[as].authorization, ...(type && { 'content-type': type }) },
    ...(body !== undefined && { body: withThings(body, things) }),
    redirect: 'manual',
    signal: AbortSignal.timeout(30_000),
  });
  return { status: reply.status, text: await reply.text() };
}

describe('what fails by the contract is told as what it is, never as a fault of ours', () => {
  it.each(named)('%s: %s', async (_section, _words, failure) => {
    const { status, text } = await answerTo(failure);
    expect({ status, text }).toMatchObject({ status: failure.status });
    if (status < 400) return;
    expect(JSON.parse(text)).toBeTruthy();
  });
});
