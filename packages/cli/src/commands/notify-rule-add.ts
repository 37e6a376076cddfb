/** Making a notification rule out of what was typed. */
import { RuleRequest, RuleView } from '@gauntlet/contract';
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import type { CommandContext } from '../command-context.ts';
import { askApi } from '../connection/api-client.ts';
import type { Connection } from '../connection/connection.ts';
import type { ExitCode } from '../exit-code.ts';
import type { RuleAddOptions } from '../program/option-types.ts';
import { type Refused, usageRefused } from '../refused.ts';
import { printable } from '../terminal/printable.ts';
import { findChannel } from './find-named.ts';
import { withServer } from './with-server.ts';

export function ruleAddCommand(
  context: CommandContext,
  name: string,
  options: RuleAddOptions,
): Promise<ExitCode> {
  return withServer(context, async (connection) => {
    const channelIds = await channelsOf(connection, options.channel ?? []);
    if (!channelIds.ok) return channelIds;
    const quietHours = quietHoursOf(options);
    if (!quietHours.ok) return quietHours;
    const order = {
      name,
      events: options.on ?? ['failed', 'recovered'],
      channelIds: channelIds.value,
      inbox: options.inbox,
      definitionId: options.definition,
      conditions: conditionsOf(options),
      quietHours: quietHours.value,
      dedupeMinutes: options.dedupe === undefined ? undefined : Math.ceil(options.dedupe / 60),
    };
    const request = RuleRequest.safeParse(order);
    if (!request.success) {
      const [issue] = request.error.issues;
      const where = issue?.path.join('.') || 'it';
      return refuse(
        usageRefused(
          `The rule is not right: ${where}: ${issue?.message ?? 'not acceptable'}.`,
          '`gauntlet notify rule add --help` has examples.',
        ),
      );
    }
    const body = request.data;
    const rule = await askApi(
      connection.address,
      (api) => api.POST('/api/v1/notification-rules', { body }),
      RuleView,
    );
    if (!rule.ok) return rule;
    if (context.options.json) context.out.json(rule.value);
    else context.out.line(`The rule ${printable(rule.value.name)} is made: ${rule.value.ruleId}`);
    return ok(undefined);
  });
}

async function channelsOf(
  connection: Connection,
  named: readonly string[],
): Promise<Result<string[], Refused>> {
  const found: string[] = [];
  for (const each of named) {
    const id = await findChannel(connection, each);
    if (!id.ok) return id;
    found.push(id.value);
  }
  return ok(found);
}

function conditionsOf({ branch, tag, slowerBy, slowerThan, quotaPercent }: RuleAddOptions) {
  const tags = tag?.map((text) => {
    const [name = '', ...pattern] = text.split('=');
    return [name, pattern.length === 0 ? '*' : pattern.join('=')];
  });
  return {
    branches: branch,
    tags: tags && Object.fromEntries(tags),
    slowerByPercent: slowerBy,
    slowerThanSeconds: slowerThan,
    quotaPercent,
  };
}

function quietHoursOf({
  quiet,
  timeZone,
  drop,
  breakThrough,
}: RuleAddOptions): Result<object | null, Refused> {
  if (quiet === undefined) {
    if (timeZone === undefined && !drop && breakThrough === undefined) return ok(null);
    return refuse(
      usageRefused('--time-zone, --drop and --break-through go with --quiet, such as 22:00-07:00.'),
    );
  }
  const [from, until, ...rest] = quiet.split('-');
  if (until === undefined || rest.length > 0)
    return refuse(usageRefused('--quiet must be like 22:00-07:00.'));
  // The person's own, where they say none.
  const zone = timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
  return ok({ from, until, timeZone: zone, meanwhile: drop ? 'drop' : 'hold', except: breakThrough ?? [] });
}
