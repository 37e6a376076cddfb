/** From what a person types to an execution's id: all of it, its beginning, its end, or `latest`. */
import { ExecutionList, type ExecutionSummary } from '@gauntlet/contract';
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import { askApi } from '../connection/api-client.ts';
import type { Connection } from '../connection/connection.ts';
import { isWholeId } from '../connection/whole-id.ts';
import { shortId } from '../follow/short-id.ts';
import { type Refused, usageRefused } from '../refused.ts';

const PART = /^[0-9a-f-]{4,36}$/;
const PAGE = 500;
const MOST_PAGES = 4;
const SHOWN_CANDIDATES = 5;

/** Whether a typed text is the beginning or the end of an id; hyphens do not count. */
export function matchesId(typed: string, id: string): boolean {
  const [part, whole] = [typed.replaceAll('-', ''), id.replaceAll('-', '')];
  return whole.endsWith(part) || whole.startsWith(part);
}

async function recentExecutions(
  connection: Connection,
  limit: number,
): Promise<Result<ExecutionSummary[], Refused>> {
  const found: ExecutionSummary[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const query = { limit: Math.min(limit, PAGE), cursor };
    const list = await askApi(
      connection.address,
      (api) => api.GET('/api/v1/executions', { params: { query } }),
      ExecutionList,
    );
    if (!list.ok) return list;
    found.push(...list.value.items);
    cursor = list.value.nextCursor ?? undefined;
    if (cursor === undefined || found.length >= limit) break;
  }
  return ok(found);
}

const none = (typed: string): Refused =>
  usageRefused(`There is no execution ${typed}.`, '`gauntlet list` shows the executions and their ids.');

async function latest(connection: Connection): Promise<Result<string, Refused>> {
  const newest = await recentExecutions(connection, 1);
  if (!newest.ok) return newest;
  const first = newest.value[0];
  return first === undefined
    ? refuse(usageRefused('There is no execution yet.', 'Make one with `gauntlet run`.'))
    : ok(first.executionId);
}

export async function findExecution(connection: Connection, typed: string): Promise<Result<string, Refused>> {
  const wanted = typed.trim().toLowerCase();
  if (wanted === 'latest') return latest(connection);
  if (isWholeId(wanted)) return ok(wanted);
  if (!PART.test(wanted)) {
    return refuse(
      usageRefused(
        `"${typed}" is no execution's id.`,
        "Give an id, at least four characters of its end, or 'latest'.",
      ),
    );
  }
  const recent = await recentExecutions(connection, PAGE * MOST_PAGES);
  if (!recent.ok) return recent;
  const matching = recent.value.filter(({ executionId }) => matchesId(wanted, executionId));
  const [first, second] = matching;
  if (first === undefined) return refuse(none(typed));
  if (second === undefined) return ok(first.executionId);
  const some = matching
    .slice(0, SHOWN_CANDIDATES)
    .map(({ executionId, name }) => `  ${shortId(executionId)}  ${name}`);
  const more = matching.length > SHOWN_CANDIDATES ? `\n  and ${matching.length - SHOWN_CANDIDATES} more` : '';
  return refuse(
    usageRefused(
      `${typed} may be one of ${matching.length} executions:\n${some.join('\n')}${more}`,
      'Give more of the id.',
    ),
  );
}
