import { podExecutorContract } from '../../testing/pod-executor.contract.ts';
import { createFakePodStage, ENVIRONMENT } from '../../testing/pod-stage.ts';

podExecutorContract('Kubernetes by a fake API server', async () => {
  const { cluster, open, list, close } = await createFakePodStage();
  cluster.rules.imageTrouble = (image) => (image.endsWith(':missing') ? `${image}: not found` : null);
  // Processes that run until they are told to end.
  cluster.kubelet(
    (_pod, _secret, signal) =>
      new Promise((resolve) => {
        signal.addEventListener('abort', () => resolve(143));
      }),
  );
  return {
    ...{ environmentId: ENVIRONMENT, open, list, close, patienceSeconds: 15, pollMs: 20 },
    ...{ image: 'node:24', missingImage: 'registry.example/tests:missing' },
  };
});
