/** Changing a channel: its name, where it leads, and whether anything goes through it. */
import { ChannelChange, ChannelView } from '@gauntlet/contract';
import { ok, refuse } from '@gauntlet/core/kernel';
import { type CommandContext, reportRefused } from '../command-context.ts';
import { askApi } from '../connection/api-client.ts';
import type { ExitCode } from '../exit-code.ts';
import type { ChannelChangeOptions } from '../program/option-types.ts';
import { usageRefused } from '../refused.ts';
import { printable } from '../terminal/printable.ts';
import { showChannel, withChannel } from './channel.ts';
import { channelSettings, notRight } from './channel-settings.ts';

export async function channelChangeCommand(
  context: CommandContext,
  named: string,
  { name, on, off, ...options }: ChannelChangeOptions,
): Promise<ExitCode> {
  if (on && off) return reportRefused(context, usageRefused('Either --on or --off.'));
  return withChannel(context, named, async (connection, id) => {
    const shown = await showChannel(connection, id);
    if (!shown.ok) return shown;
    const given = channelSettings(shown.value.kind, options);
    if (!given.ok) return given;
    const state = on ? ('on' as const) : off ? ('off' as const) : undefined;
    const isUntouched = Object.keys(given.value).length === 0;
    const order = {
      kind: shown.value.kind,
      name,
      state,
      // The server takes all of them or none.
      settings: isUntouched ? undefined : { ...shown.value.settings, ...given.value },
    };
    const change = ChannelChange.safeParse(order);
    if (!change.success) return refuse(notRight(change.error, 'The change'));
    const body = change.data;
    const changed = await askApi(
      connection.address,
      (api) => api.PATCH('/api/v1/channels/{id}', { params: { path: { id } }, body }),
      ChannelView,
    );
    if (!changed.ok) return changed;
    if (context.options.json) context.out.json(changed.value);
    else context.out.line(`The channel ${printable(changed.value.name)} is ${changed.value.state}.`);
    return ok(undefined);
  });
}
