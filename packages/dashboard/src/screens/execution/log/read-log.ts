/** Reads a log by long poll, from its beginning to its end, and rests where a page would take too long. */
import type { GauntletClient } from '@gauntlet/client';
import type { LogChunk } from './log-lines.ts';

export type LogState =
  | { kind: 'reading' }
  | { kind: 'waiting' }
  /** Much was read; more is there. */
  | { kind: 'resting' }
  | { kind: 'complete' }
  | { kind: 'failing'; error: unknown };

export type LogRequest = { id: string; group: number | undefined; stream: 'setup' | 'output' | undefined };
type Hearer = { onChunks: (chunks: readonly LogChunk[]) => void; onState: (state: LogState) => void };
/** Resolves when the reader wants more. */
type Rest = () => Promise<void>;

const WAIT_SECONDS = 25;
const AGAIN_MS = 3_000;
/** In one go; then it rests until it is asked to go on. */
const MOST_AT_ONCE = 16_000_000;

export async function readLog(
  api: Pick<GauntletClient, 'GET'>,
  { id, group, stream }: LogRequest,
  { onChunks, onState }: Hearer,
  { signal, rest }: { signal: AbortSignal; rest: Rest },
): Promise<void> {
  let cursor: string | undefined;
  let read = 0;
  onState({ kind: 'reading' });
  while (!signal.aborted) {
    const query = {
      ...(group === undefined ? {} : { group }),
      ...(stream === undefined ? {} : { stream }),
      ...(cursor === undefined ? {} : { cursor, waitSeconds: WAIT_SECONDS }),
    };
    try {
      const params = { path: { id }, query };
      const { data } = await api.GET('/api/v1/executions/{id}/log-chunks', { params, signal });
      cursor = data.cursor;
      onChunks(data.chunks);
      if (data.complete) return onState({ kind: 'complete' });
      if (data.chunks.length === 0) read = 0;
      read += data.chunks.reduce((sum, { text }) => sum + text.length, 0);
      onState({ kind: data.chunks.length === 0 ? 'waiting' : 'reading' });
      if (read < MOST_AT_ONCE) continue;
      onState({ kind: 'resting' });
      await rest();
      onState({ kind: 'reading' });
      read = 0;
    } catch (error) {
      if (signal.aborted) return;
      onState({ kind: 'failing', error });
      await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
    }
  }
}
