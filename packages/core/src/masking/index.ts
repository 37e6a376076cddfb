export * from './mask-stream.ts';
export * from './open-masks.ts';
export * from './patterns.ts';
