/** Notification rules: what there are, and turning them on and off. */
import { RuleList, RuleView } from '@gauntlet/contract';
import { ok, type Result } from '@gauntlet/core/kernel';
import type { CommandContext } from '../command-context.ts';
import { askApi, callApi } from '../connection/api-client.ts';
import type { Connection } from '../connection/connection.ts';
import type { ExitCode } from '../exit-code.ts';
import type { PageOptions } from '../program/option-types.ts';
import type { Refused } from '../refused.ts';
import { printable } from '../terminal/printable.ts';
import type { Column } from '../terminal/table.ts';
import { findRule } from './find-named.ts';
import { printFacts } from './print-facts.ts';
import { printPage } from './print-page.ts';
import { withServer } from './with-server.ts';

export function ruleListCommand(context: CommandContext, options: PageOptions): Promise<ExitCode> {
  return withServer(context, async ({ address }) => {
    const query = { limit: options.limit, cursor: options.cursor };
    const call = () =>
      askApi(address, (api) => api.GET('/api/v1/notification-rules', { params: { query } }), RuleList);
    const page = await call();
    if (!page.ok) return page;
    const { paint } = context.out;
    const columns: Column<RuleView>[] = [
      { title: 'name', text: (row) => row.name, cut: 'end' },
      { title: 'on', text: (row) => row.events.join(', '), cut: 'end' },
      { title: 'channels', text: (row) => String(row.channelIds.length), align: 'right' },
      { title: 'inbox', text: (row) => row.inbox },
      { title: 'state', text: (row) => row.state, paint: paint.dim },
      { title: 'id', text: (row) => row.ruleId, paint: paint.dim },
    ];
    const empty = ['There are no rules. Make one: gauntlet notify rule add --help'];
    printPage(context, { ...page.value, columns, empty, next: 'gauntlet notify rule list' });
    return ok(undefined);
  });
}

type Work = (connection: Connection, id: string) => Promise<Result<ExitCode | undefined, Refused>>;

export const withRule = (context: CommandContext, named: string, work: Work): Promise<ExitCode> =>
  withServer(context, async (connection) => {
    const id = await findRule(connection, named);
    return id.ok ? work(connection, id.value) : id;
  });

export function ruleShowCommand(context: CommandContext, named: string): Promise<ExitCode> {
  return withRule(context, named, async ({ address }, id) => {
    const path = { id };
    const shown = await askApi(
      address,
      (api) => api.GET('/api/v1/notification-rules/{id}', { params: { path } }),
      RuleView,
    );
    if (!shown.ok) return shown;
    if (context.options.json) context.out.json(shown.value);
    else printRule(context, shown.value);
    return ok(undefined);
  });
}

function printRule(context: CommandContext, rule: RuleView): void {
  const { quietHours, conditions } = rule;
  const quiet =
    quietHours &&
    `${quietHours.from} to ${quietHours.until}, ${quietHours.timeZone}, ${quietHours.meanwhile}`;
  printFacts(context, [
    ['name', rule.name],
    ['state', rule.state],
    ['on', rule.events.join(', ')],
    ['channels', rule.channelIds.length === 0 ? null : rule.channelIds.join(', ')],
    ['inbox', rule.inbox],
    ['definition', rule.definitionId],
    ...Object.entries(conditions).map(([name, value]): [string, string] => [name, JSON.stringify(value)]),
    ['quiet hours', quiet],
    ['the same', rule.dedupeMinutes === 0 ? null : `once in ${rule.dedupeMinutes} min`],
    ['id', rule.ruleId],
  ]);
}

export function ruleStateCommand(
  context: CommandContext,
  named: string,
  state: 'on' | 'off',
): Promise<ExitCode> {
  return withRule(context, named, async ({ address }, id) => {
    const init = { params: { path: { id } }, body: { state } };
    const changed = await askApi(
      address,
      (api) => api.PATCH('/api/v1/notification-rules/{id}', init),
      RuleView,
    );
    if (!changed.ok) return changed;
    if (context.options.json) context.out.json(changed.value);
    else context.out.line(`The rule ${printable(changed.value.name)} is ${state}.`);
    return ok(undefined);
  });
}

export function ruleRemoveCommand(context: CommandContext, named: string): Promise<ExitCode> {
  return withRule(context, named, async ({ address }, id) => {
    const path = { id };
    const removed = await callApi(address, (api) =>
      api.DELETE('/api/v1/notification-rules/{id}', { params: { path } }),
    );
    if (!removed.ok) return removed;
    if (context.options.json) context.out.json({ ruleId: id });
    else context.out.line(`The rule ${printable(named)} is removed.`);
    return ok(undefined);
  });
}
