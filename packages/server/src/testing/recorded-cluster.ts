/** What a watcher sees of a recording, by list and by watch, and what the recording itself says was deleted by us. */
import type { RecordedLine } from './kubernetes-recordings.ts';

type Named = { metadata: { name: string; deletionTimestamp?: string; finalizers?: string[] } };
type Kind = 'Job' | 'Pod' | 'Event';

export type RecordedChange = { kind: Kind; type: 'seen' | 'deleted'; object: Named };

export function changeOf({ kind, type, object }: RecordedLine): RecordedChange | null {
  if (kind !== 'Job' && kind !== 'Pod' && kind !== 'Event') return null;
  if (type !== 'ADDED' && type !== 'MODIFIED' && type !== 'DELETED') return null;
  return { kind, type: type === 'DELETED' ? 'deleted' : 'seen', object: object as Named };
}

/** What a list gives at that moment. */
export function listAfter(lines: readonly RecordedLine[]) {
  const there = {
    Job: new Map<string, Named>(),
    Pod: new Map<string, Named>(),
    Event: new Map<string, Named>(),
  };
  for (const change of lines.map(changeOf)) {
    if (!change) continue;
    const { kind, type, object } = change;
    if (type === 'deleted') there[kind].delete(object.metadata.name);
    else there[kind].set(object.metadata.name, object);
  }
  return { jobs: [...there.Job.values()], pods: [...there.Pod.values()], events: [...there.Event.values()] };
}

type Request = { request?: { method: string; path: string } };

/**
 * The first line that shows that the Job is being deleted, where the recording's controller deleted it: the
 * answer to the request, or what the watch shows before the answer has come. Infinity: it did not.
 */
export function deletionBegins(lines: readonly RecordedLine[], jobName: string): number {
  const asked = lines.some(
    ({ kind, type, object }) =>
      kind === 'Response' &&
      type === 'DELETE' &&
      (object as Request).request?.path.endsWith(`/jobs/${jobName}`),
  );
  if (!asked) return Number.POSITIVE_INFINITY;
  return lines.findIndex((line) => isDeletion(line, jobName));
}

function isDeletion({ kind, type, object }: RecordedLine, jobName: string): boolean {
  if (kind === 'Response')
    return type === 'DELETE' && !!(object as Request).request?.path.endsWith(`/jobs/${jobName}`);
  if (kind !== 'Job' || (object as Named).metadata.name !== jobName) return false;
  return type === 'DELETED' || (object as Named).metadata.deletionTimestamp !== undefined;
}
