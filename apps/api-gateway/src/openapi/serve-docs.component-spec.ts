import {
  bellSubject,
  ERROR_CODES,
  EVENTS,
  operationEndedSubject,
  REQUESTS,
  siteRequestSubject,
} from '@callboard/contracts';
import { type GatewayUnderTest, startGatewayUnderTest } from '../../test/gateway-under-test.builder';
import type { AsyncApiDocument } from './asyncapi/model';

let gateway: GatewayUnderTest;
let page: string;

beforeAll(async () => {
  gateway = await startGatewayUnderTest();
  page = await textOf('/docs/events');
}, 60_000);
afterAll(() => gateway?.stop());

async function textOf(path: string, type = /html/): Promise<string> {
  const response = await fetch(`${gateway.url}${path}`);
  expect([path, response.status]).toEqual([path, 200]);
  expect(response.headers.get('content-type')).toMatch(type);
  return response.text();
}

/** What a reader sees of a page: its text without tags, blanks as they come. */
const seen = (html: string): string =>
  html
    .replace(/<(style|script)>[\s\S]*?<\/\1>/g, '')
    .replace(/<[^>]+>/g, '')
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&');

describe('/docs/events', () => {
  it('tells every subject of the contracts', () => {
    const text = seen(page);
    const told = REQUESTS.map(({ subject }) => subject).concat(EVENTS.map(({ subject }) => subject));
    const ofSites = REQUESTS.filter(({ forSites }) => forSites).map(({ verb }) =>
      siteRequestSubject('x', verb),
    );
    const filled = text.replace(/\{(siteToken|workflowToken)\}/g, 'x');
    for (const subject of [...told, ...ofSites, bellSubject('x'), operationEndedSubject('x')]) {
      expect(filled).toContain(subject);
    }
  });

  it('tells what each of them does, and every error code', () => {
    const text = seen(page).replaceAll('`', '');
    for (const { about } of REQUESTS) expect(text).toContain(about.replaceAll('`', ''));
    for (const code of Object.keys(ERROR_CODES)) expect(page).toContain(`id="code-${code}"`);
  });

  it('has an anchor for every link inside it, each once', () => {
    const anchors = [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(anchors).size).toBe(anchors.length);
    for (const [, target] of page.matchAll(/href="#([^"]+)"/g)) expect(anchors).toContain(target);
  });

  it('is well-formed: every element that opens is closed', () => {
    const open: string[] = [];
    for (const [, end, name = ''] of page.matchAll(/<(\/?)([a-z][a-z0-9]*)\b[^>]*>/g)) {
      if (['meta', 'input', 'link'].includes(name)) continue;
      if (end === '') open.push(name);
      else expect(open.pop()).toBe(name);
    }
    expect(open).toEqual([]);
  });

  it('loads nothing from elsewhere, and its addresses are relative', () => {
    expect(page).not.toMatch(/(src|href)="(https?:|\/)/);
    expect(page).not.toContain('@import');
  });
});

describe('the pages', () => {
  it('lead to each other and to their documents', async () => {
    const links = async (path: string): Promise<string[]> => {
      const found = [...(await textOf(path)).matchAll(/href="(\.[^"]+)"/g)];
      return found.map(([, href]) => new URL(href ?? '', `${gateway.url}${path}`).pathname);
    };
    expect(await links('/docs')).toEqual(expect.arrayContaining(['/docs/events', '/openapi.json']));
    expect(await links('/docs/events')).toEqual(expect.arrayContaining(['/docs', '/asyncapi.json']));
  });

  it('stand beside the document that they are made from', async () => {
    const document = JSON.parse(await textOf('/asyncapi.json', /json/)) as AsyncApiDocument;
    expect(document.asyncapi).toBe('3.0.0');
    expect(Object.keys(document.channels).length).toBeGreaterThan(REQUESTS.length + EVENTS.length);
  });
});
