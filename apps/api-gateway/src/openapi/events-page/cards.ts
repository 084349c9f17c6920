import type { JsonSchema } from '@callboard/contracts';
import type { AsyncApiDocument, Channel, Message } from '../asyncapi/model';
import type { Conversation } from './conversations';
import { type FieldLine, fieldsOf, type Resolve } from './fields';
import { Html, html, prose } from './html';

/** A conversation as a piece of the page. */
export function card(conversation: Conversation, document: AsyncApiDocument): Html {
  const { key, kind, title, summary, ways, replies, refusals } = conversation;
  const resolve = resolverOf(document);
  const [first] = ways;
  const reply = replies[0];
  return html`<article id="${key}" data-find="${wordsOf(conversation)}">
    <h3><a href="#${key}">${title}</a> <span class="kind ${kind}">${kind}</span></h3>
    <p>${prose(summary)}</p>
    ${ways.map((way) => wayIn(way, way.key === key))}
    ${first && section(kind === 'event' ? 'Payload' : 'Input', first.message, resolve)}
    ${reply && section('Reply', reply, resolve)}
    ${refusals.length > 0 ? refusalList(refusals, document) : undefined}
    <details>
      <summary>Headers</summary>
      ${ways.map((way) => headersOf(way, resolve))}
    </details>
    <details>
      <summary>Example</summary>
      ${ways.slice(0, 1).map(({ message }) => example(message))}${replies.map(example)}
    </details>
  </article>`;
}

const wordsOf = ({ title, summary, ways }: Conversation): string =>
  [title, summary, ...ways.map(({ channel }) => channel.address ?? '')].join(' ').toLowerCase();

function wayIn({ key, channel }: Conversation['ways'][number], isFirst: boolean): Html {
  const kept = channel['x-jetstream'];
  const anchor = isFirst ? undefined : html` id="${key}"`;
  return html`<dl class="way" ${anchor}>
    <dt>Address</dt>
    <dd>${addressOf(channel)}</dd>
    ${Object.entries(channel.parameters ?? {}).map(
      ([name, { description, examples }]) =>
        html`<dt><var>${name}</var></dt>
          <dd>${description} <code>${examples?.join(', ')}</code></dd>`,
    )}
    <dt>Sent by</dt>
    <dd>${channel['x-senders']}</dd>
    <dt>Heard by</dt>
    <dd>${channel['x-receivers']}</dd>
    ${
      kept &&
      html`<dt>Kept in</dt>
        <dd>stream <code>${kept.stream}</code>, durable <code>${kept.durable}</code></dd>`
    }
  </dl>`;
}

/** `site.{siteToken}.claim-jobs.v1` with its parameters set apart. */
function addressOf({ address, description }: Channel): Html {
  if (address === null) return prose(description);
  const parts = address
    .split(/(\{\w+\})/)
    .map((part) => (part.startsWith('{') ? html`<var>${part}</var>` : html`${part}`));
  return html`<code class="address">${parts}</code>`;
}

function section(name: string, { payload, contentType }: Message, resolve: Resolve): Html {
  const media = contentType === 'application/json' ? undefined : html` <small>${contentType}</small>`;
  return html`<h4>${name}${media}</h4>
    ${fieldTable(payload, resolve)}`;
}

function headersOf({ channel, message }: Conversation['ways'][number], resolve: Resolve): Html {
  if (message.headers === undefined) return html`<p>None.</p>`;
  return html`<p>${addressOf(channel)}</p>
    ${fieldTable(message.headers, resolve)}`;
}

function fieldTable(schema: JsonSchema, resolve: Resolve): Html {
  return html`<div class="wide">
    <table>
      <thead>
        <tr>
          <th>field</th>
          <th>type</th>
          <th>limits</th>
          <th>means</th>
        </tr>
      </thead>
      <tbody>
        ${fieldsOf(schema, resolve).map(fieldRow)}
      </tbody>
    </table>
  </div>`;
}

function fieldRow({ depth, name, type, required, limits, description }: FieldLine): Html {
  const needed = required ? html` <small>required</small>` : undefined;
  const shown = name === '' ? undefined : html`<code>${name}</code>${needed}`;
  return html`<tr>
    <td class="in-${Math.min(depth, 6)}">${shown}</td>
    <td>${type}</td>
    <td>${limits}</td>
    <td>${prose(description)}</td>
  </tr>`;
}

function refusalList(refusals: readonly string[], document: AsyncApiDocument): Html {
  const codes = document['x-error-codes'];
  return html`<h4>Refusals</h4>
    <p class="codes">
      ${refusals.map(
        (code) => html`<a href="#code-${code}" title="${codes[code]?.meaning}"><code>${code}</code></a> `,
      )}
    </p>`;
}

function example({ title, examples }: Message): Html {
  return html`<p>${title}</p>
    ${examples.map(({ payload }) => html`<pre><code>${shown(payload)}</code></pre>`)}`;
}

const shown = (payload: unknown): string =>
  typeof payload === 'string' ? payload : JSON.stringify(payload, null, 2);

function resolverOf(document: AsyncApiDocument): Resolve {
  return (reference) => document.components.schemas[reference.replace(/.*\//, '')] ?? {};
}
