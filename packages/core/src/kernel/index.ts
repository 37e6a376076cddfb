export * from './lifecycle.ts';
export * from './result.ts';
