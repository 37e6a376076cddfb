import type { GroupId } from '@gauntlet/contract';
import { expect, it } from 'vitest';
import { createPrometheusMetrics } from './prometheus-metrics.ts';

const counts = { total: 3, passed: 2, failed: 1, skipped: 0, flaky: 0 };
const gauges = async () => ({
  queued: 4,
  oldestQueuedSeconds: 9,
  groups: { running: 2 },
  executions: { queued: 4 },
});

it('tells what was counted here and what the database holds, under the field’s names', async () => {
  const metrics = createPrometheusMetrics(gauges);
  metrics.observeEvent({
    type: 'verdict-given',
    data: { verdict: 'failed', counts, durationMs: 2000, attempts: 1 },
  });
  metrics.observeEvent({
    type: 'status-changed',
    data: { from: null, to: 'queued', because: 'x', attempt: 0 },
  });
  const lost = { groupId: 'g' as GroupId, groupIndex: 0, why: 'It is gone.', unitsReturned: 1 };
  for (const by of ['interruption', 'interruption', undefined] as const)
    metrics.observeEvent({ type: 'group-lost', data: { ...lost, by } });
  metrics.observeQueueWait(0.3);
  metrics.countHeartbeat();
  metrics.observeTest({ status: 'failed', seconds: 1.5 });
  const text = await metrics.render();
  for (const line of [
    'gauntlet_executions_total{verdict="failed"} 1',
    'gauntlet_execution_duration_seconds_sum{verdict="failed"} 2',
    'gauntlet_execution_transitions_total{to="queued"} 1',
    'gauntlet_queue_wait_seconds_sum 0.3',
    'gauntlet_groups_lost_total 3',
    'gauntlet_infrastructure_losses_total{class="infrastructure"} 0',
    'gauntlet_infrastructure_losses_total{class="interruption"} 2',
    'gauntlet_heartbeats_total 1',
    'test_duration_seconds_sum{status="failed"} 1.5',
    'gauntlet_queue_depth 4',
    'gauntlet_queue_oldest_seconds 9',
    'gauntlet_groups{state="running"} 2',
  ])
    expect(text).toContain(`\n${line}\n`);
});
