export * from './quotas/effective-quota.ts';
export * from './quotas/judge-quota.ts';
export * from './quotas/quota-periods.ts';
export * from './quotas/quota-table.ts';
export * from './role-scopes.ts';
