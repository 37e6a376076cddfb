/**
 * The lines of a trace's files. They are written by the test's own process, so anything may stand in them: what
 * is not understood is passed by. Times are milliseconds of a clock of each process, which the first line of a
 * file sets beside the time of day.
 */
import { z } from 'zod';

const Text = z.string().transform((text) => text.slice(0, 20_000));
export const Begin = z.object({
  type: z.literal('context-options'),
  origin: z.string().optional(),
  browserName: Text.optional(),
  playwrightVersion: Text.optional(),
  wallTime: z.number(),
  monotonicTime: z.number(),
});
export const Said = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('before'),
    callId: Text,
    parentId: Text.optional(),
    stepId: Text.optional(),
    startTime: z.number(),
    title: Text.optional(),
    subtitle: Text.optional(),
    apiName: Text.optional(),
    class: Text.optional(),
    method: Text.optional(),
    params: z.object({ selector: Text.optional(), url: Text.optional() }).optional().catch(undefined),
  }),
  z.object({
    type: z.literal('after'),
    callId: Text,
    endTime: z.number(),
    error: z
      .object({ message: Text.optional(), error: z.object({ message: Text.optional() }).optional() })
      .optional()
      .catch(undefined),
  }),
  z.object({ type: z.literal('log'), callId: Text, message: Text }),
  z.object({
    type: z.literal('input'),
    callId: Text,
    point: z.object({ x: z.number(), y: z.number() }).optional(),
  }),
  z.object({
    type: z.literal('screencast-frame'),
    timestamp: z.number(),
    file: Text.optional(),
    sha1: Text.optional(),
  }),
  z.object({ type: z.literal('console'), time: z.number(), messageType: Text.optional(), text: Text }),
  z.object({
    type: z.literal('event'),
    time: z.number(),
    method: z.literal('pageError'),
    params: z.object({ error: z.object({ error: z.object({ message: Text }) }) }),
  }),
  z.object({ type: z.enum(['stdout', 'stderr']), timestamp: z.number(), text: Text.optional() }),
  z.object({
    type: z.literal('resource-snapshot'),
    snapshot: z.object({
      _monotonicTime: z.number(),
      time: z.number().catch(-1),
      request: z.object({ method: Text, url: Text }),
      response: z.object({ status: z.number().catch(-1) }),
    }),
  }),
]);
export type Said = z.infer<typeof Said>;
export type Before = Extract<Said, { type: 'before' }>;

export function* jsonLines(text: string): Generator<unknown> {
  for (let from = 0; from < text.length; ) {
    const end = text.indexOf('\n', from);
    const line = text.slice(from, end === -1 ? undefined : end);
    from = end === -1 ? text.length : end + 1;
    // Snapshots of the document are most of a trace, and are not shown.
    if (line === '' || line.startsWith('{"type":"frame-snapshot"')) continue;
    try {
      yield JSON.parse(line);
    } catch {
      // The last line of a process that was killed.
    }
  }
}
