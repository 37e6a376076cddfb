/** By `npm run test:cluster`: the contract on the cluster of KUBECONFIG. */
import { podExecutorContract } from './pod-executor.contract.ts';
import { createRealClusterStage } from './real-cluster-stage.ts';

podExecutorContract('Kubernetes', createRealClusterStage);
