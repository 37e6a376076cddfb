/** What an execution asks of the quotas, and the refusal when one of them is too small. */
import type { Refusal, TestDefinition } from '@gauntlet/contract';
import { cpuMillis, memoryBytes } from '@gauntlet/core/executions';
import { judgeQuota, type QuotaAsk, type QuotaStanding } from '@gauntlet/core/identity';
import { quotaExceeded } from '../../identity/index.ts';

const MIB = 2 ** 20;

export function refuseQuota(
  standings: readonly QuotaStanding[],
  definition: TestDefinition,
  now: Date,
): Refusal<'quota-exceeded'> | null {
  const excess = judgeQuota(standings, askedBy(definition));
  return excess && quotaExceeded(excess, now);
}

/** Every group asks for what the definition names. */
const askedBy = ({ parallelism, resources }: TestDefinition): QuotaAsk => ({
  concurrent_executions: 1,
  executions_per_month: 1,
  executions_per_week: 1,
  executions: 1,
  executions_per_hour: 1,
  parallel_groups: parallelism,
  cpu_millis: parallelism * cpuMillis(resources.cpu),
  memory_mib: (parallelism * memoryBytes(resources.memory)) / MIB,
});
