/** What the answers and the questions of lists have in common. For the contract's own files. */
import { z } from 'zod';

export const Instant = z.iso.datetime();

/** What a list is asked for: `...Paging` in its query. */
export const Paging = {
  limit: z.coerce.number().int().min(1).max(500).default(50),
  cursor: z.string().max(1024).optional(),
};

/** A part of a list, and where the next one begins. */
export const page = <Item extends z.ZodType>(item: Item) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullable() });
