/** From what a person types to a cause's id: all of it, or an end of it. */
import { FailureCauseList, type FailureCauseSummary } from '@gauntlet/contract';
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import { askApi } from '../connection/api-client.ts';
import type { Connection } from '../connection/connection.ts';
import { shortId } from '../follow/short-id.ts';
import { type Refused, usageRefused } from '../refused.ts';
import { matchesId } from './find-execution.ts';

const WHOLE = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const PART = /^[0-9a-f-]{4,36}$/;
const PAGE = 500;
const MOST_PAGES = 4;
const ADVICE = '`gauntlet failures` shows the causes and their ids.';

async function recentCauses(connection: Connection): Promise<Result<FailureCauseSummary[], Refused>> {
  const found: FailureCauseSummary[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const query = { limit: PAGE, cursor };
    const list = await askApi(
      connection.address,
      (api) => api.GET('/api/v1/failure-causes', { params: { query } }),
      FailureCauseList,
    );
    if (!list.ok) return list;
    found.push(...list.value.items);
    cursor = list.value.nextCursor ?? undefined;
    if (cursor === undefined) break;
  }
  return ok(found);
}

export async function findCause(connection: Connection, typed: string): Promise<Result<string, Refused>> {
  const wanted = typed.trim().toLowerCase();
  if (WHOLE.test(wanted)) return ok(wanted);
  if (!PART.test(wanted)) return refuse(usageRefused(`"${typed}" is no cause's id.`, ADVICE));
  const recent = await recentCauses(connection);
  if (!recent.ok) return recent;
  const matching = recent.value.filter(({ causeId }) => matchesId(wanted, causeId));
  const [first, second] = matching;
  if (first === undefined) return refuse(usageRefused(`There is no cause ${typed}.`, ADVICE));
  if (second === undefined) return ok(first.causeId);
  const some = matching.slice(0, 5).map(({ causeId, title }) => `  ${shortId(causeId)}  ${title}`);
  return refuse(
    usageRefused(
      `${typed} may be one of ${matching.length} causes:\n${some.join('\n')}`,
      'Give more of the id.',
    ),
  );
}
