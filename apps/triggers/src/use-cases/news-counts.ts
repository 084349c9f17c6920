export const NEWS_COUNTS = Symbol('NEWS_COUNTS');

/** Counts what becomes of news, for whoever watches the service. */
export interface NewsCounts {
  noted(news: number): void;
  givenUp(news: number): void;
}
