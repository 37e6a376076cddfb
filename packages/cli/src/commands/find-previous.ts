/** The run before one: of the same definition, the last whose tests are known. */
import { ExecutionList, ExecutionView } from '@gauntlet/contract';
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import { askApi } from '../connection/api-client.ts';
import type { Connection } from '../connection/connection.ts';
import { shortId } from '../follow/short-id.ts';
import { type Refused, usageRefused } from '../refused.ts';

/** Others came to no verdict over their tests. */
const JUDGED = 'passed,flaky,failed';

export async function findPrevious({ address }: Connection, id: string): Promise<Result<string, Refused>> {
  const shown = await askApi(
    address,
    (api) => api.GET('/api/v1/executions/{id}', { params: { path: { id } } }),
    ExecutionView,
  );
  if (!shown.ok) return shown;
  const { definitionId, submittedAt, name } = shown.value;
  const query = { definitionId, until: submittedAt, verdict: JUDGED, limit: 1 };
  const list = await askApi(
    address,
    (api) => api.GET('/api/v1/executions', { params: { query } }),
    ExecutionList,
  );
  if (!list.ok) return list;
  const [previous] = list.value.items;
  return previous === undefined
    ? refuse(
        usageRefused(
          `There is no run of ${name} before ${shortId(id)} to compare it with.`,
          'Name two executions: `gauntlet list` shows them and their ids.',
        ),
      )
    : ok(previous.executionId);
}
