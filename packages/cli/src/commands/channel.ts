/** Channels of notifications: what there are, how they are doing, and trying them. */
import { ChannelList, ChannelTest, ChannelView } from '@gauntlet/contract';
import { ok, type Result } from '@gauntlet/core/kernel';
import { type CommandContext, momentStyle } from '../command-context.ts';
import { askApi, callApi } from '../connection/api-client.ts';
import type { Connection } from '../connection/connection.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import type { PageOptions } from '../program/option-types.ts';
import type { Refused } from '../refused.ts';
import { momentText } from '../terminal/moments.ts';
import { printable } from '../terminal/printable.ts';
import type { Column } from '../terminal/table.ts';
import { findChannel } from './find-named.ts';
import { printFacts } from './print-facts.ts';
import { printPage } from './print-page.ts';
import { withServer } from './with-server.ts';

export function channelListCommand(context: CommandContext, options: PageOptions): Promise<ExitCode> {
  return withServer(context, async ({ address }) => {
    const query = { limit: options.limit, cursor: options.cursor };
    const page = await askApi(
      address,
      (api) => api.GET('/api/v1/channels', { params: { query } }),
      ChannelList,
    );
    if (!page.ok) return page;
    const empty = ['There are no channels. Make one: gauntlet channel add --help'];
    printPage(context, { ...page.value, columns: columnsFor(context), empty, next: 'gauntlet channel list' });
    return ok(undefined);
  });
}

function columnsFor(context: CommandContext): Column<ChannelView>[] {
  const { paint } = context.out;
  return [
    { title: 'name', text: (row) => row.name, cut: 'end' },
    { title: 'kind', text: (row) => row.kind },
    {
      title: 'state',
      text: healthOf,
      paint: (text, row) => (row.failures > 0 ? paint.red(text) : paint.dim(text)),
    },
    { title: 'id', text: (row) => row.channelId, paint: paint.dim },
  ];
}

const healthOf = ({ state, failures }: ChannelView): string => {
  if (state === 'off') return 'off';
  return failures === 0 ? 'on' : `failed ${failures} times`;
};

type Work = (connection: Connection, id: string) => Promise<Result<ExitCode | undefined, Refused>>;

export const withChannel = (context: CommandContext, named: string, work: Work): Promise<ExitCode> =>
  withServer(context, async (connection) => {
    const id = await findChannel(connection, named);
    return id.ok ? work(connection, id.value) : id;
  });

export const showChannel = ({ address }: Connection, id: string) =>
  askApi(address, (api) => api.GET('/api/v1/channels/{id}', { params: { path: { id } } }), ChannelView);

export function channelShowCommand(context: CommandContext, named: string): Promise<ExitCode> {
  return withChannel(context, named, async (connection, id) => {
    const shown = await showChannel(connection, id);
    if (!shown.ok) return shown;
    if (context.options.json) context.out.json(shown.value);
    else printChannel(context, shown.value);
    return ok(undefined);
  });
}

function printChannel(context: CommandContext, channel: ChannelView): void {
  const moment = (at: string | null) => at && momentText(at, Date.now(), momentStyle(context));
  printFacts(context, [
    ['name', channel.name],
    ['kind', channel.kind],
    ['state', healthOf(channel)],
    ...Object.entries(channel.settings).map(([name, value]): [string, string] => [
      name,
      typeof value === 'string' ? value : JSON.stringify(value),
    ]),
    ['secrets', channel.secrets.length === 0 ? null : `${channel.secrets.join(', ')} (set)`],
    ['last error', channel.lastError],
    ['rests until', moment(channel.restsUntil)],
    ['made', moment(channel.createdAt)],
    ['id', channel.channelId],
  ]);
}

export function channelTestCommand(context: CommandContext, named: string): Promise<ExitCode> {
  return withChannel(context, named, async ({ address }, id) => {
    const path = { id };
    const tested = await askApi(
      address,
      (api) => api.POST('/api/v1/channels/{id}/test', { params: { path } }),
      ChannelTest,
    );
    if (!tested.ok) return tested;
    const { outcome, message, response } = tested.value;
    if (context.options.json) context.out.json(tested.value);
    else {
      context.out.line(
        outcome === 'delivered' ? 'It arrived.' : `It did not arrive. ${printable(message ?? '')}`,
      );
      if (response) context.err.line(context.err.paint.dim(printable(`${response.status} ${response.head}`)));
    }
    return ok(outcome === 'delivered' ? undefined : EXIT.couldNotRun);
  });
}

export function channelRemoveCommand(context: CommandContext, named: string): Promise<ExitCode> {
  return withChannel(context, named, async ({ address }, id) => {
    const path = { id };
    const removed = await callApi(address, (api) =>
      api.DELETE('/api/v1/channels/{id}', { params: { path } }),
    );
    if (!removed.ok) return removed;
    if (context.options.json) context.out.json({ channelId: id });
    else context.out.line(`The channel ${printable(named)} is removed.`);
    return ok(undefined);
  });
}
