export * from './role-scopes.ts';
