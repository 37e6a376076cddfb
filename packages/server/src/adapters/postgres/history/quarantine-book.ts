/** Results of tests in quarantine: found when a verdict is due, and written down with it. */
import type { ExecutionId, ResultId, UnitId } from '@gauntlet/contract';
import { sql } from 'kysely';
import type { QuarantineBook, QuarantinedResult } from '../../../executions/index.ts';
import type { Tx } from '../../../kernel/tx.ts';
import { txOf } from '../database.ts';
import { lastUnits } from '../result-store.ts';

export const createPostgresQuarantineBook = (): QuarantineBook => ({ listResults, noteResults });

type Row = { result_id: ResultId; unit_id: UnitId; bad: boolean; reason: string; expires_at: Date };

async function listResults(tx: Tx, executionId: ExecutionId, now: Date): Promise<QuarantinedResult[]> {
  // Most definitions have none, and then the results are not looked at.
  const { rows: held } = await sql`
    select from test_quarantines join test_executions using (definition_id)
    where execution_id = ${executionId} and expires_at > ${now} limit 1`.execute(txOf(tx));
  if (held.length === 0) return [];
  const { rows } = await sql<Row>`
    select result.result_id, result.unit_id, result.status in ('failed', 'error') as bad, quarantine.reason, quarantine.expires_at
    from test_results result
    join test_executions execution on execution.execution_id = result.execution_id
    join test_quarantines quarantine on quarantine.definition_id = execution.definition_id and quarantine.name_hash = result.name_hash
    where result.execution_id = ${executionId} and quarantine.expires_at > ${now} and result.unit_id in (${lastUnits(executionId)})`.execute(
    txOf(tx),
  );
  return rows.map((row) => ({
    resultId: row.result_id,
    unitId: row.unit_id,
    outcome: row.bad ? 'failed' : 'not-failed',
    reason: row.reason,
    expiresAt: row.expires_at,
  }));
}

async function noteResults(
  tx: Tx,
  executionId: ExecutionId,
  results: readonly QuarantinedResult[],
): Promise<void> {
  if (results.length === 0) return;
  const column = <Value>(pick: (result: QuarantinedResult) => Value) => results.map(pick);
  await sql`
    insert into quarantined_results (execution_id, result_id, failed, reason, expires_at)
    select ${executionId}::uuid, noted.* from unnest(${column(({ resultId }) => resultId)}::uuid[],
      ${column(({ outcome }) => outcome === 'failed')}::bool[], ${column(({ reason }) => reason)}::text[],
      ${column(({ expiresAt }) => expiresAt)}::timestamptz[]) as noted`.execute(txOf(tx));
}
