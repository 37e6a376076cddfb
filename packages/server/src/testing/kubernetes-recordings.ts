/** Streams that were recorded from a real Kubernetes API server: see data/kubernetes-recordings/README.md. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

export type RecordedLine = {
  t: number;
  kind: 'Job' | 'Pod' | 'Event' | 'Node' | 'Response';
  type: string;
  object: Record<string, unknown>;
};

const FOLDER = join(import.meta.dirname, 'data/kubernetes-recordings');
const ENDING = '.jsonl.gz';

export const RECORDINGS = readdirSync(FOLDER)
  .filter((file) => file.endsWith(ENDING))
  .map((file) => file.slice(0, -ENDING.length));

export function readRecording(name: string): RecordedLine[] {
  const text = gunzipSync(readFileSync(join(FOLDER, `${name}${ENDING}`))).toString('utf8');
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as RecordedLine);
}
