import { type RouteContract, ROUTES, type TokenReply } from '@callboard/contracts';
import type { ClientOptions } from './client-options';
import { type Connection, exchange, tellsWho } from './exchange';
import { itemsOf } from './pages';
import type { AnyRequest, Given, ItemOf, ListName, ReplyOf, RequestOf, RouteName } from './route-types';
import { Tokens } from './tokens';

/** Items of a page, unless the query says otherwise: few round trips, and little to hold. */
const PAGE_SIZE = 500;

/** A client of the HTTP API. Names and types of all calls come from the table of routes. */
export class CallboardClient {
  private readonly tokens: Tokens | undefined;

  constructor(private readonly options: ClientOptions) {
    const { login } = options;
    this.tokens =
      login &&
      new Tokens(login, (body) =>
        exchange<TokenReply>(
          { options },
          ROUTES.token,
          { body },
          async (reply) => (await reply.json()) as TokenReply,
        ),
      );
  }

  /**
   * Makes a call and gives its reply: JSON, a text, or bytes, by what it is said to be; undefined when it is empty; an
   * address where the call only leads to one.
   *
   * @throws CallboardError when it is refused; NoAnswerError when nothing came; the reason of your own signal
   */
  async call<N extends RouteName>(name: N, ...[request]: Given<N>): Promise<ReplyOf<N>> {
    return (await this.make(name, request, contentOf)) as ReplyOf<N>;
  }

  /** Makes a call and gives the answer unread: a large one is read as it comes, for as long as that takes. */
  open<N extends RouteName>(name: N, ...[request]: Given<N>): Promise<Response> {
    return this.make(name, request, (response) => Promise.resolve(response));
  }

  /** Every item of a list, page by page with the same filter. A `max_page_size` says how many come at a time. */
  list<N extends ListName>(name: N, ...[request]: Given<N>): AsyncGenerator<ItemOf<N>> {
    const asked = (request ?? {}) as AnyRequest;
    return itemsOf<ItemOf<N>>(async (page_token) => {
      const query = {
        max_page_size: PAGE_SIZE,
        ...asked.query,
        ...(page_token !== undefined && { page_token }),
      };
      return (await this.make(name, { ...asked, query }, contentOf)) as {
        resources: ItemOf<N>[];
        next_page_token?: string | null;
      };
    });
  }

  private make<N extends RouteName, T>(
    name: N,
    request: RequestOf<N> | AnyRequest | undefined,
    read: (response: Response) => Promise<T>,
  ): Promise<T> {
    const route: RouteContract = ROUTES[name];
    return exchange(this.connectionFor(route), route, (request ?? {}) as AnyRequest, read);
  }

  private connectionFor(route: RouteContract): Connection {
    const { options, tokens } = this;
    if (!tellsWho(route, options)) return { options };
    if (tokens === undefined)
      throw new TypeError(`${route.method} ${route.path} asks who calls: give the client a login`);
    return { options, tokens };
  }
}

async function contentOf(response: Response): Promise<unknown> {
  if (!response.ok) return response.headers.get('location') ?? undefined;
  const type = response.headers.get('content-type') ?? '';
  if (!type.includes('json') && !type.startsWith('text/')) {
    const bytes = new Uint8Array(await response.arrayBuffer());
    return bytes.length === 0 ? undefined : bytes;
  }
  const text = await response.text();
  if (text === '') return undefined;
  return type.includes('json') ? (JSON.parse(text) as unknown) : text;
}
