/** The steps of a trace below each other, as one called the next. */
import type { TraceStep } from './trace.ts';

/** While the files are read: times are the time of day, in milliseconds. */
export type Draft = {
  -readonly [Key in keyof TraceStep]: Key extends 'log' ? string[] : TraceStep[Key];
} & { parent: string | null; ofRunner: boolean };

/** Children after their parents, each by its time. A parent that is not there, or is below it, is none. */
export function inTheirTree(drafts: readonly Draft[], from: number): TraceStep[] {
  const children = new Map<string | null, Draft[]>();
  for (const draft of drafts) {
    const siblings = children.get(draft.parent) ?? [];
    siblings.push(draft);
    children.set(draft.parent, siblings);
  }
  const known = new Set(drafts.map(({ id }) => id));
  const listed: TraceStep[] = [];
  const seen = new Set<string>();
  const list = (draft: Draft, depth: number, around: boolean): void => {
    if (seen.has(draft.id) || depth > 30) return;
    seen.add(draft.id);
    const { parent: _, ofRunner: __, ...step } = draft;
    listed.push({
      ...step,
      depth,
      around: around || step.around,
      startMs: Math.max(0, step.startMs - from),
      endMs: step.endMs === null ? null : Math.max(0, step.endMs - from),
    });
    for (const child of inTime(children.get(draft.id) ?? [])) list(child, depth + 1, around || step.around);
  };
  const roots = drafts.filter(({ parent }) => parent === null || !known.has(parent));
  for (const root of inTime(roots)) list(root, 0, false);
  return listed;
}

const inTime = (drafts: readonly Draft[]) => drafts.toSorted((a, b) => a.startMs - b.startMs);
