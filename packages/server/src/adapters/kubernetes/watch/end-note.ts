/** Why Gauntlet ended a group, noted on its Job before it is deleted: whoever sees it last knows it. */
import type { JobObject } from '../standing/objects.ts';
import { type End, type EndClass, type EndReason, end } from '../standing/standing.ts';

const ANNOTATION = 'gauntlet/ended';
const MOST_MESSAGE = 1000;

/** The body of a merge patch. */
export const endNotePatch = ({ message, ...rest }: End) => ({
  metadata: {
    annotations: { [ANNOTATION]: JSON.stringify({ ...rest, message: message.slice(0, MOST_MESSAGE) }) },
  },
});

export function readEndNote({ metadata }: JobObject): End | null {
  const text = metadata?.annotations?.[ANNOTATION];
  if (text === undefined) return null;
  try {
    const note = JSON.parse(text) as { class: EndClass; reason: EndReason; message: string };
    return typeof note.class === 'string' && typeof note.reason === 'string'
      ? end(note.class, note.reason, String(note.message))
      : null;
  } catch {
    return null; // somebody else wrote it
  }
}
