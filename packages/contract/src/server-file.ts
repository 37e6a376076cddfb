import { z } from 'zod';
import { Instant } from './paging.ts';

/** `server.json` in the data directory, mode 0600: how programs of this host find the running server. */
export const ServerFile = z.object({
  url: z.string(),
  pid: z.number().int(),
  processStartedAt: z.string(),
  version: z.string(),
  token: z.string().describe('a token of the admin for this host'),
  startedAt: Instant,
});
export type ServerFile = z.infer<typeof ServerFile>;
