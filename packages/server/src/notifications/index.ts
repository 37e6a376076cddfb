export * from './notify.ts';
export * from './render-verdict.ts';
