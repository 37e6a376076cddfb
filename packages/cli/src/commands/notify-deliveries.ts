/** What was told, what a rule would tell, and telling again what did not arrive. */
import { DeliveriesReplayed, DeliveryList, DeliveryView, RulePreview } from '@gauntlet/contract';
import { ok, refuse } from '@gauntlet/core/kernel';
import { type CommandContext, momentStyle } from '../command-context.ts';
import { askApi } from '../connection/api-client.ts';
import type { ExitCode } from '../exit-code.ts';
import type { DeliveryListOptions, ReplayOptions } from '../program/option-types.ts';
import { usageRefused } from '../refused.ts';
import { momentText } from '../terminal/moments.ts';
import { printable } from '../terminal/printable.ts';
import type { Column } from '../terminal/table.ts';
import { findExecution } from './find-execution.ts';
import { findChannel } from './find-named.ts';
import { withRule } from './notify-rule.ts';
import { printPage } from './print-page.ts';
import { withServer } from './with-server.ts';

export function deliveriesCommand(context: CommandContext, options: DeliveryListOptions): Promise<ExitCode> {
  return withServer(context, async (connection) => {
    const channel =
      options.channel === undefined ? ok(undefined) : await findChannel(connection, options.channel);
    if (!channel.ok) return channel;
    const execution =
      options.execution === undefined ? ok(undefined) : await findExecution(connection, options.execution);
    if (!execution.ok) return execution;
    const query = {
      status: options.status?.join(','),
      channelId: channel.value,
      executionId: execution.value,
      limit: options.limit,
      cursor: options.cursor,
    };
    const page = await askApi(
      connection.address,
      (api) => api.GET('/api/v1/deliveries', { params: { query } }),
      DeliveryList,
    );
    if (!page.ok) return page;
    const empty = ['Nothing was told. Rules say what is: gauntlet notify rule list'];
    printPage(context, {
      ...page.value,
      columns: columnsFor(context),
      empty,
      next: 'gauntlet notify deliveries',
    });
    return ok(undefined);
  });
}

function columnsFor(context: CommandContext): Column<DeliveryView>[] {
  const { paint } = context.out;
  return [
    {
      title: 'when',
      text: (row) => momentText(row.createdAt, Date.now(), momentStyle(context)),
      value: (row) => row.createdAt,
      paint: paint.dim,
    },
    { title: 'what', text: (row) => row.title, cut: 'end' },
    { title: 'channel', text: (row) => row.channel.name, cut: 'end' },
    {
      title: 'status',
      text: (row) => (row.status === 'failed' ? `failed ${row.attempts} times` : row.status),
      value: (row) => row.status,
      paint: (text, row) => (row.status === 'dead' ? paint.red(text) : text),
    },
    { title: 'why', text: (row) => row.lastError ?? '', cut: 'end' },
    { title: 'id', text: (row) => row.deliveryId, paint: paint.dim },
  ];
}

export function previewCommand(context: CommandContext, rule: string, execution: string): Promise<ExitCode> {
  return withRule(context, rule, async (connection, id) => {
    const found = await findExecution(connection, execution);
    if (!found.ok) return found;
    const init = { params: { path: { id, executionId: found.value } } };
    const preview = await askApi(
      connection.address,
      (api) => api.GET('/api/v1/notification-rules/{id}/preview/{executionId}', init),
      RulePreview,
    );
    if (!preview.ok) return preview;
    if (context.options.json) context.out.json(preview.value);
    else printPreview(context, preview.value);
    return ok(undefined);
  });
}

function printPreview({ out, err }: CommandContext, { told, why, messages }: RulePreview): void {
  err.line(told === 'yes' ? 'It would be told:' : `It would not be told. ${printable(why ?? '')} Else:`);
  for (const { channelName, kind, subject, text } of messages) {
    out.line('');
    out.line(out.paint.dim(printable(`${channelName} (${kind})`)));
    if (subject !== null) out.line(`Subject: ${printable(subject)}`);
    for (const line of text.trimEnd().split('\n')) out.line(printable(line));
  }
}

export function replayCommand(
  context: CommandContext,
  deliveryId: string | undefined,
  { channel, all }: ReplayOptions,
): Promise<ExitCode> {
  return withServer(context, async (connection) => {
    const { address } = connection;
    const ways = [deliveryId !== undefined, channel !== undefined, all === true].filter((each) => each);
    if (ways.length !== 1) return refuse(usageRefused('Either the id of a delivery, --channel, or --all.'));
    if (deliveryId !== undefined) {
      const init = { params: { path: { id: deliveryId } } };
      const one = await askApi(
        address,
        (api) => api.POST('/api/v1/deliveries/{id}/replay', init),
        DeliveryView,
      );
      if (!one.ok) return one;
      if (context.options.json) context.out.json(one.value);
      else context.out.line('It is tried again.');
      return ok(undefined);
    }
    const channelId = channel === undefined ? ok(undefined) : await findChannel(connection, channel);
    if (!channelId.ok) return channelId;
    const body = channelId.value === undefined ? {} : { channelId: channelId.value };
    const many = await askApi(
      address,
      (api) => api.POST('/api/v1/deliveries/replay', { body }),
      DeliveriesReplayed,
    );
    if (!many.ok) return many;
    if (context.options.json) context.out.json(many.value);
    else context.out.line(`${many.value.replayed} are tried again.`);
    return ok(undefined);
  });
}
