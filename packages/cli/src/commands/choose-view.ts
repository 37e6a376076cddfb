import type { CommandContext } from '../command-context.ts';
import { createJsonView } from '../follow/json-view.ts';
import { createPlainView } from '../follow/plain-view.ts';
import { createTerminalView } from '../follow/terminal-view.ts';
import type { FollowView } from '../follow/view.ts';

export function chooseView(context: CommandContext): FollowView {
  if (context.options.json) return createJsonView(context.out, context.err);
  return context.out.canRedraw ? createTerminalView(context.out) : createPlainView(context.out);
}
