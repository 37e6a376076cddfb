/** Channels and rules by what people call them. */
import {
  ChannelId,
  ChannelList,
  type ChannelView,
  RuleId,
  RuleList,
  type RuleView,
} from '@gauntlet/contract';
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import { askApi } from '../connection/api-client.ts';
import type { Connection } from '../connection/connection.ts';
import { type Refused, usageRefused } from '../refused.ts';

export async function findChannel(
  { address }: Connection,
  named: string,
): Promise<Result<ChannelId, Refused>> {
  const id = ChannelId.safeParse(named);
  if (id.success) return ok(id.data);
  const query = { name: named, limit: 2 };
  const page = await askApi(
    address,
    (api) => api.GET('/api/v1/channels', { params: { query } }),
    ChannelList,
  );
  if (!page.ok) return page;
  const found = onlyOne<ChannelView>('channel', named, page.value.items, 'gauntlet channel list');
  return found.ok ? ok(found.value.channelId) : found;
}

export async function findRule({ address }: Connection, named: string): Promise<Result<RuleId, Refused>> {
  const id = RuleId.safeParse(named);
  if (id.success) return ok(id.data);
  const query = { name: named, limit: 2 };
  const page = await askApi(
    address,
    (api) => api.GET('/api/v1/notification-rules', { params: { query } }),
    RuleList,
  );
  if (!page.ok) return page;
  const found = onlyOne<RuleView>('notification rule', named, page.value.items, 'gauntlet notify rule list');
  return found.ok ? ok(found.value.ruleId) : found;
}

/** Of one name there may be one of the team and one of each project. */
function onlyOne<Row>(
  what: string,
  named: string,
  [first, second]: readonly Row[],
  list: string,
): Result<Row, Refused> {
  if (first === undefined)
    return refuse(usageRefused(`There is no ${what} "${named}" here.`, `\`${list}\` shows what there is.`));
  if (second === undefined) return ok(first);
  return refuse(
    usageRefused(
      `There are several: "${named}" is a ${what} of more than one project.`,
      'Say its id, or --project.',
    ),
  );
}
