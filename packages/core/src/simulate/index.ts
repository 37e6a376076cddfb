export * from './node-kind.ts';
export * from './recommend.ts';
export * from './run-state.ts';
export * from './scenario.ts';
export * from './sweep-parallelism.ts';
