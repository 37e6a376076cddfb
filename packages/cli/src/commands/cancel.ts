import { setTimeout as pause } from 'node:timers/promises';
import { ok } from '@gauntlet/core/kernel';
import type { CommandContext } from '../command-context.ts';
import { cancelExecution, fetchExecution } from '../follow/follow-execution.ts';
import { shortId } from '../follow/short-id.ts';
import { printable } from '../terminal/printable.ts';
import { statusText } from './status-text.ts';
import { withExecution } from './with-server.ts';

const LOOK_EVERY_MS = 300;

export function cancelCommand(context: CommandContext, typed: string, options: { wait?: boolean }) {
  return withExecution(context, typed, async (connection, id) => {
    const cancelled = await cancelExecution(connection, id);
    // Who wants it ended has what he wants when it has ended already.
    if (!cancelled.ok && cancelled.error.code !== 'already-ended') return cancelled;
    let view = cancelled.ok ? cancelled : await fetchExecution(connection, id);
    while (options.wait && view.ok && view.value.verdict === null) {
      await pause(LOOK_EVERY_MS);
      view = await fetchExecution(connection, id);
    }
    if (!view.ok) return view;
    if (context.options.json) context.out.json(view.value);
    else if (!cancelled.ok) context.out.line(`${shortId(id)} had already ended: ${statusText(view.value)}.`);
    else if (view.value.verdict !== null)
      context.out.line(`${shortId(id)} has ended: ${view.value.verdict}.`);
    else context.out.line(`Cancelling ${shortId(id)} (${printable(view.value.name)}).`);
    return ok(undefined);
  });
}
