/** What people can be told of, and how a definition asks for it. */
import { z } from 'zod';

/**
 * `queued` and `started`: on its way. `finished`: whatever it came to. `passed`, `failed`: green, or anything
 * that is not (cancelled excepted). `recovered`: green after a run of the same definition and
 * branch that was not. `flaky`: green, some of it only on a retry. `slow`: far above the usual time. `quota`:
 * most of a quota is used, or something was refused for it.
 */
export const NotificationEvent = z.enum([
  'queued',
  'started',
  'finished',
  'passed',
  'failed',
  'recovered',
  'flaky',
  'slow',
  'quota',
]);
export type NotificationEvent = z.infer<typeof NotificationEvent>;

export const NotificationEvents = z.array(NotificationEvent).min(1).max(NotificationEvent.options.length);

/** One line, nothing that could end a header or command a terminal. */
export const ChannelName = z
  .string()
  .max(100)
  .regex(/^[^\p{C}]*$/u, 'letters, digits, signs and spaces, on one line')
  .trim()
  .min(1);

/** In a definition: whom its own executions tell, by the names of channels of its project or team. */
export const DefinitionNotification = z.strictObject({
  events: NotificationEvents.default(['failed', 'recovered']),
  channels: z.array(ChannelName).min(1).max(20),
  branches: z
    .array(z.string().min(1).max(255))
    .min(1)
    .max(50)
    .optional()
    .describe('only of these branches; `*` stands for any signs'),
});
export type DefinitionNotification = z.infer<typeof DefinitionNotification>;
