/** One page, as far as going on needs it. */
interface Page<T> {
  resources: T[];
  next_page_token?: string | null | undefined;
}

/**
 * The items of a list, page after page. Each page is asked for when the one before it is used up, so no more than one is
 * held. A page that names itself as the next one would never end, and is an error.
 */
export async function* itemsOf<T>(
  pageAt: (token: string | undefined) => Promise<Page<T>>,
): AsyncGenerator<T> {
  for (let token: string | undefined; ;) {
    const { resources, next_page_token: next } = await pageAt(token);
    yield* resources;
    if (next == null || next === '') return;
    if (next === token)
      throw new Error(`the list does not go on: a page names its own token ${next} as the next`);
    token = next;
  }
}
