/** By `npm run test:cluster`: the contract on the cluster of KUBECONFIG. */
import { podExecutorContract } from '../../testing/pod-executor.contract.ts';
import { createRealClusterStage } from '../../testing/real-cluster-stage.ts';

podExecutorContract('Kubernetes', createRealClusterStage);
