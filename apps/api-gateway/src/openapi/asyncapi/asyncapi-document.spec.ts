import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as contracts from '@callboard/contracts';
import {
  EVENTS,
  HEADERS,
  operationEndedNews,
  REQUESTS,
  sensorNewsBell,
  sitePermissions,
} from '@callboard/contracts';
import { CALLBOARD_VERSION } from '../../system/versions';
import { faultsOfAsyncApi } from '../official-schemas.builder';
import { asyncApiDocument } from './asyncapi-document';
import type { Message } from './model';

const document = asyncApiDocument({ requests: REQUESTS, events: EVENTS }, CALLBOARD_VERSION);
const text = JSON.stringify(document);
const addresses = Object.values(document.channels).map(({ address }) => address);

/** The message of a channel, whose reply or input it is by name. */
function message(name: string): Message {
  const found = document.components.messages[name];
  if (found === undefined) throw new Error(`the document has no message ${name}`);
  return found;
}

describe('the AsyncAPI document', () => {
  it('is what docs/asyncapi.json holds (else: npm run generate)', () => {
    const file = join(__dirname, '../../../../../docs/asyncapi.json');
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(JSON.parse(text));
  });

  it('is valid by the official schema, which finds what is wrong', () => {
    expect(faultsOfAsyncApi(JSON.parse(text))).toEqual([]);
    expect(faultsOfAsyncApi(JSON.parse(text.replace('"action":"send"', '"action":"sends"')))).not.toEqual([]);
    expect(faultsOfAsyncApi(JSON.parse(text.replace('"type":"object"', '"type":"thing"')))).not.toEqual([]);
  });

  it('refers to nothing that it does not hold', () => {
    for (const [, reference = ''] of text.matchAll(/"\$ref":"#\/([^"]+)"/g)) {
      let place: unknown = document;
      for (const step of reference.split('/')) place = (place as Record<string, unknown>)[step];
      expect([reference, typeof place]).toEqual([reference, 'object']);
    }
    expect(text).not.toMatch(/\$defs|"definitions"/);
  });
});

describe('what it tells', () => {
  it('is every request, with its doors, its reply and its refusals', () => {
    for (const { subject, verb, service, forSites, refusals } of REQUESTS) {
      expect(addresses).toContain(subject);
      expect(addresses.includes(`site.{siteToken}.${verb}.v1`)).toBe(forSites);
      const answering = document.operations[`answer.${subject}`];
      expect(answering).toMatchObject({ action: 'receive', bindings: { nats: { queue: service } } });
      expect(answering?.reply?.messages).toHaveLength(2);
      expect(answering?.['x-refusals']).toEqual(expect.arrayContaining([...refusals]));
    }
  });

  it('is every event, with its stream and CloudEvents headers', () => {
    for (const { subject, stream } of EVENTS) {
      const channel = document.channels[subject];
      expect(channel).toMatchObject({ address: subject, 'x-jetstream': { stream } });
      expect(message(subject).headers?.required).toContain(HEADERS.eventId);
      expect(document.operations[`send.${subject}`]?.action).toBe('send');
    }
  });

  it('is every kind of subject that can be built', () => {
    const doors = ['requestSubject', 'eventSubject', 'siteRequestSubject', 'anySiteRequestSubject'];
    const builders = Object.entries(contracts).filter(
      ([name]) => name.endsWith('Subject') && !doors.includes(name),
    ) as [string, (id: string) => string][];
    expect(builders.length).toBeGreaterThan(2);
    for (const [, build] of builders) {
      const place = addresses.find((address) => address?.replace(/\{\w+\}/g, 'x') === build('x'));
      expect(place).toBeDefined();
    }
  });

  it('is everything that a site may publish', () => {
    const filled = addresses.map((address) => address?.replace(/\{\w+\}/g, 'x') ?? '');
    for (const allowed of sitePermissions('x').publish) {
      const pattern = new RegExp(`^${allowed.replace(/[.$]/g, '\\$&').replace('*', '[^.]+')}$`);
      expect(filled.some((address) => pattern.test(address))).toBe(true);
    }
  });

  it('names every header that is sent', () => {
    for (const header of Object.values(HEADERS)) expect(text).toContain(`"${header}":`);
  });

  it('says of each request what it does (its about), and of each event (the description of its payload)', () => {
    const silent = REQUESTS.filter(({ about }) => !about.endsWith('.')).map(({ subject }) => subject);
    const mute = EVENTS.filter(({ payload }) => payload.description === undefined);
    expect([...silent, ...mute.map(({ subject }) => subject)]).toEqual([]);
  });
});

describe('the example of', () => {
  const firstOf = (name: string): unknown => message(name).examples[0]?.payload;

  it.each(REQUESTS)('$service $verb is one', ({ service, verb, input, output, forSites }) => {
    const key = `${service}.${verb}`;
    expect(input.safeParse(firstOf(`${key}.request`)).error).toBeUndefined();
    expect(output.safeParse((firstOf(`${key}.reply`) as { output: unknown }).output).error).toBeUndefined();
    if (forSites) expect(firstOf(`${key}.site-request`)).toEqual(firstOf(`${key}.request`));
  });

  it.each(EVENTS)('$subject is one', ({ subject, payload }) => {
    expect(payload.safeParse(firstOf(subject)).error).toBeUndefined();
  });

  it('the news of sites are each one', () => {
    expect(operationEndedNews.safeParse(firstOf('to-site.operation-ended.v1')).error).toBeUndefined();
    expect(sensorNewsBell.safeParse(firstOf('to-site.sensor-news.v1')).error).toBeUndefined();
  });
});
