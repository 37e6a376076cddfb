/** Where the server's program lies: one rule for the repository and one for the packed command line. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const here = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

/**
 * In the package everything is bundled: server.js lies beside cli.js, or beside the folder of its chunks.
 * In the repository it is the server's main.ts.
 */
const SERVER_PLACES = ['./server.js', '../server.js', '../../../server/src/main.ts'];
const EXAMPLE_PLACES = ['../examples', '../../examples', '../../../../examples'];

const firstThere = (places: readonly string[]) => places.map(here).find((place) => existsSync(place)) ?? null;

/** @returns the absolute path of the server's entry; null when this copy of the program has none. */
export const serverProgram = (env: Readonly<Record<string, string | undefined>>): string | null =>
  env.GAUNTLET_SERVER_PROGRAM || firstThere(SERVER_PLACES);

/** One suite that passes, and one that fails on purpose, for there to be a failure to look into. */
export type Sample = 'sample' | 'sample-with-failure';

/** @returns the folder of a sample suite; null when this copy of the program has none. */
export const sampleFolder = (sample: Sample): string | null =>
  firstThere(EXAMPLE_PLACES.map((place) => `${place}/${sample}`));
