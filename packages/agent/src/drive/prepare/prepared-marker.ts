/**
 * What the preparation of an execution came to, beside what it prepared. Written last and at once, so
 * that whoever finds it finds a finished preparation: the other groups, later attempts, a restarted lead.
 */
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PlannedUnit } from '@gauntlet/contract';
import { z } from 'zod';
import type { PreparedSetup } from '../../setup/prepared-setup.ts';

const Setup = z.object({
  sentence: z.string(),
  modules: z.array(z.object({ source: z.string(), project: z.string(), at: z.string() })),
  links: z.array(z.object({ source: z.string(), at: z.string() })),
  environment: z.record(z.string(), z.string()),
  pythonPath: z.array(z.string()),
  python: z.string().nullable(),
}) satisfies z.ZodType<PreparedSetup>;

const Marker = z.object({
  format: z.literal(1),
  executionId: z.string(),
  framework: z.string(),
  setup: Setup,
  commit: z.string().optional(),
  countVerified: z.boolean(),
  /** The folder to work in, relative to the content's top; empty when it is the top. */
  folder: z.string().refine((path) => !path.startsWith('/') && !path.split('/').includes('..')),
  units: z.array(PlannedUnit),
});
export type Prepared = Omit<z.infer<typeof Marker>, 'format' | 'executionId' | 'setup'> & {
  setup: PreparedSetup;
};

const FILE = 'prepared.json';

/** Null: nothing is prepared, or for another execution. */
export const readMarker = async (preparedFolder: string, executionId: string): Promise<Prepared | null> => {
  const text = await readFile(join(preparedFolder, FILE), 'utf8').catch(() => null);
  if (text === null) return null;
  const marker = Marker.safeParse(parseJson(text));
  if (!marker.success || marker.data.executionId !== executionId) return null;
  const { format: _format, executionId: _executionId, ...prepared } = marker.data;
  return prepared;
};

export const writeMarker = async (
  preparedFolder: string,
  executionId: string,
  prepared: Prepared,
): Promise<void> => {
  const part = join(preparedFolder, `${FILE}.${process.pid}`);
  await writeFile(part, JSON.stringify({ format: 1, executionId, ...prepared }), { mode: 0o600 });
  await rename(part, join(preparedFolder, FILE));
};

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    // Not ours, or damaged: then nothing is prepared.
    return undefined;
  }
};
