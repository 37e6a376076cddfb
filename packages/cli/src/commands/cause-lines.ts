/** The failures of one execution grouped by cause, as `gauntlet show` prints them. */
import { ExecutionCauseList, type ExecutionView } from '@gauntlet/contract';
import { ok, type Result } from '@gauntlet/core/kernel';
import { askApi } from '../connection/api-client.ts';
import type { Connection } from '../connection/connection.ts';
import type { Look } from '../follow/look.ts';
import { shortId } from '../follow/short-id.ts';
import type { Refused } from '../refused.ts';
import { cutEnd, padStart } from '../terminal/display-width.ts';
import type { MomentStyle } from '../terminal/moments.ts';
import { printable } from '../terminal/printable.ts';
import { causeNotes } from './cause-text.ts';

type Causes = ReturnType<typeof ExecutionCauseList.parse>;

const SHOWN = 10;
const NONE: Causes = { items: [], nextCursor: null };

/** None before the verdict, and none of a server that does not know of causes. */
export async function fetchCauses(
  connection: Connection,
  { executionId: id, verdict }: ExecutionView,
): Promise<Result<Causes, Refused>> {
  if (verdict === null || verdict === 'passed') return ok(NONE);
  const init = { params: { path: { id }, query: { limit: SHOWN } } };
  const found = await askApi(
    connection.address,
    (api) => api.GET('/api/v1/executions/{id}/failure-causes', init),
    ExecutionCauseList,
  );
  return found.ok || found.error.code !== 'not-found' ? found : ok(NONE);
}

export function causeLines({ items, nextCursor }: Causes, look: Look, style: MomentStyle): string[] {
  if (items.length === 0) return [];
  const { paint } = look;
  const counts = items.map(({ inExecution }) => `${inExecution} ×`);
  const width = Math.max(...counts.map((count) => count.length));
  const room = Math.max(20, look.columns - width - 14);
  const lines = items.flatMap((cause, index) => {
    const notes = [cause.firstSeenHere ? 'new' : '', causeNotes(cause, style)].filter((note) => note !== '');
    const count = padStart(counts[index] ?? '', width);
    const title = cutEnd(printable(cause.title), room);
    return [
      `  ${paint.red(count)} ${title}  ${paint.dim(shortId(cause.causeId))}`,
      ...(notes.length === 0 ? [] : [`  ${' '.repeat(width)} ${paint.yellow(notes.join(', '))}`]),
    ];
  });
  const more = nextCursor === null ? [] : [paint.dim('  and further ones')];
  return ['', `  ${paint.bold('By cause')}`, ...lines, ...more];
}
