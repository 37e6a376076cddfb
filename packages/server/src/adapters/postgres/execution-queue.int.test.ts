import { executionQueueContract } from '../../testing/execution-queue.contract.ts';
import { createStage } from '../../testing/execution-stage.ts';

executionQueueContract('PostgreSQL', async () => {
  const stage = await createStage({ podAbility: { runs: 'pods' } });
  return { stage, reset: async () => undefined, close: stage.close };
});
