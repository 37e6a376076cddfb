/** One's own inbox. */
import { type InboxItem, InboxItemId, InboxList, InboxRead } from '@gauntlet/contract';
import { ok, refuse } from '@gauntlet/core/kernel';
import { type CommandContext, momentStyle } from '../command-context.ts';
import { askApi } from '../connection/api-client.ts';
import type { ExitCode } from '../exit-code.ts';
import type { InboxOptions } from '../program/option-types.ts';
import { usageRefused } from '../refused.ts';
import { momentText } from '../terminal/moments.ts';
import type { Column } from '../terminal/table.ts';
import { printPage } from './print-page.ts';
import { withServer } from './with-server.ts';

export function inboxCommand(
  context: CommandContext,
  { unread, limit, cursor }: InboxOptions,
): Promise<ExitCode> {
  return withServer(context, async ({ address }) => {
    const query = { limit, cursor, show: unread ? ('unread' as const) : ('all' as const) };
    const page = await askApi(address, (api) => api.GET('/api/v1/inbox', { params: { query } }), InboxList);
    if (!page.ok) return page;
    const { paint } = context.out;
    const columns: Column<InboxItem>[] = [
      {
        title: 'when',
        text: (row) => momentText(row.createdAt, Date.now(), momentStyle(context)),
        value: (row) => row.createdAt,
        paint: paint.dim,
      },
      {
        title: 'what',
        text: (row) => row.title,
        cut: 'end',
        paint: (text, row) => (row.readAt === null ? text : paint.dim(text)),
      },
      { title: 'read', text: (row) => (row.readAt === null ? 'no' : 'yes'), paint: paint.dim },
      { title: 'id', text: (row) => row.itemId, paint: paint.dim },
    ];
    printPage(context, { ...page.value, columns, empty: ['There is nothing.'], next: 'gauntlet inbox list' });
    return ok(undefined);
  });
}

export function inboxReadCommand(context: CommandContext, typed: readonly string[]): Promise<ExitCode> {
  return withServer(context, async ({ address }) => {
    const itemIds = typed.map((each) => InboxItemId.safeParse(each));
    const wrong = itemIds.findIndex((each) => !each.success);
    if (wrong !== -1)
      return refuse(usageRefused(`"${typed[wrong]}" is no id of an item.`, '`gauntlet inbox` shows them.'));
    const body = typed.length === 0 ? {} : { itemIds: [...typed] };
    const read = await askApi(address, (api) => api.POST('/api/v1/inbox/read', { body }), InboxRead);
    if (!read.ok) return read;
    if (context.options.json) context.out.json(read.value);
    else context.out.line(`${read.value.marked} are read now, ${read.value.unread} are not.`);
    return ok(undefined);
  });
}
