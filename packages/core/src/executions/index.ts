export * from './decide-retry.ts';
export * from './judge-verdict.ts';
export * from './lifecycle.ts';
export * from './resources.ts';
export * from './score-nodes.ts';
export * from './split.ts';
