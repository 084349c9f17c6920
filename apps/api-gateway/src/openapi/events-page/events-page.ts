import type { AsyncApiDocument } from '../asyncapi/model';
import { card } from './cards';
import { type Conversation, conversationsOf } from './conversations';
import { Html, html, prose } from './html';
import { SEARCH, STYLE } from './style';

/** The document as a page for people. Addresses are relative, so that it works behind a proxy's path prefix. */
export function eventsPage(document: AsyncApiDocument): string {
  const all = conversationsOf(document);
  const groups = document.info.tags.map(({ name, description }) => ({
    name,
    description,
    conversations: all.filter(({ service }) => service === name),
  }));
  const { title, version, description } = document.info;
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}: requests and events</title>
        <style>
          ${new Html(STYLE)}
        </style>
      </head>
      <body>
        <nav aria-label="Channels">
          <p><a href="../docs">HTTP routes</a> · <a href="../asyncapi.json">asyncapi.json</a></p>
          <input type="search" placeholder="Find a channel" aria-label="Find a channel" hidden />
          ${groups.map(groupLinks)}
          <h2>More</h2>
          <ul>
            <li><a href="#servers">Accounts</a></li>
            <li><a href="#shapes">Shared shapes</a></li>
            <li><a href="#codes">Error codes</a></li>
          </ul>
        </nav>
        <main>
          <h1>${title}: requests and events</h1>
          <p>${prose(description)}</p>
          <p>
            <small
              >Version ${version}. This page is made from
              <a href="../asyncapi.json">asyncapi.json</a> (AsyncAPI 3.0); the
              <a href="../docs">HTTP routes</a> have a page of their own.</small
            >
          </p>
          ${groups.map(
            (group) =>
              html`<section data-group>
                <h2 id="${anchorOf(group.name)}">${group.name}</h2>
                <p>${group.description}</p>
                ${group.conversations.map((each) => card(each, document))}
              </section>`,
          )}
          ${servers(document)} ${shapes(document)} ${codes(document)}
        </main>
        <script>
          ${new Html(SEARCH)};
        </script>
      </body>
    </html> `.text;
}

const anchorOf = (name: string): string => name.replace(/\W+/g, '-');

function groupLinks({ name, conversations }: { name: string; conversations: Conversation[] }): Html {
  return html`<div data-group>
    <h2><a href="#${anchorOf(name)}">${name}</a></h2>
    <ul>
      ${conversations.map(
        ({ key, kind, title, summary, ways }) =>
          html`<li
            class="${kind}"
            data-find="${[title, summary, ...ways.map(({ channel }) => channel.address ?? '')].join(' ').toLowerCase()}"
          >
            <a href="#${key}">${title}</a>
          </li>`,
      )}
    </ul>
  </div>`;
}

function servers({ servers }: AsyncApiDocument): Html {
  return html`<section>
    <h2 id="servers">Accounts at the broker</h2>
    <dl>
      ${Object.values(servers).map(
        ({ title, description }) =>
          html`<dt>${String(title)}</dt>
            <dd>${String(description)}</dd>`,
      )}
    </dl>
  </section>`;
}

function shapes({ components }: AsyncApiDocument): Html {
  return html`<section>
    <h2 id="shapes">Shared shapes</h2>
    ${Object.entries(components.schemas).map(
      ([name, schema]) =>
        html`<details id="shape-${name}">
          <summary>${name}</summary>
          <pre><code>${JSON.stringify(schema, null, 2)}</code></pre>
        </details>`,
    )}
  </section>`;
}

function codes(document: AsyncApiDocument): Html {
  return html`<section>
    <h2 id="codes">Error codes</h2>
    <p>Further codes may come.</p>
    <div class="wide">
      <table>
        <thead>
          <tr>
            <th>code</th>
            <th>over HTTP</th>
            <th>means</th>
          </tr>
        </thead>
        <tbody>
          ${Object.entries(document['x-error-codes']).map(
            ([code, { status, meaning }]) =>
              html`<tr id="code-${code}">
                <td><code>${code}</code></td>
                <td>${status}</td>
                <td>${prose(meaning)}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </section>`;
}
