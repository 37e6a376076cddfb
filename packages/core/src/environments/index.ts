export * from './judge-check.ts';
export * from './needed-permissions.ts';
export * from './rbac-text.ts';
