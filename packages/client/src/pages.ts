/** Lists of any length, page by page, as one sequence. */
import type { Call, InitOf, ItemOf, PagedPath, Rest } from './answers.ts';

/** Asks for the next page only when the items of the last one are used up; ends with the last. */
export type Pages = <Path extends PagedPath>(
  path: Path,
  ...init: Rest<InitOf<Path, 'get'>>
) => AsyncGenerator<ItemOf<Path>, void, undefined>;

type AnyInit = { params?: { query?: Record<string, unknown> } } & Record<string, unknown>;
type AnyPage = { items: unknown[]; nextCursor: string | null };
type AnyGet = (path: string, init: AnyInit) => Promise<{ data: AnyPage }>;

export function pagesBy(get: Call<'get'>): Pages {
  async function* pages(path: string, init: AnyInit = {}) {
    let cursor: string | null = null;
    do {
      const query = { ...init.params?.query, ...(cursor === null ? {} : { cursor }) };
      const params = { ...init.params, query };
      const { data }: { data: AnyPage } = await (get as unknown as AnyGet)(path, { ...init, params });
      yield* data.items;
      cursor = data.nextCursor;
    } while (cursor !== null);
  }
  return pages as unknown as Pages;
}
