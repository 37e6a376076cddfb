export * from './clusters/add-cluster.ts';
export * from './clusters/change-cluster.ts';
export * from './clusters/check-cluster.ts';
export * from './clusters/remove-cluster.ts';
export * from './places/add-environment.ts';
export * from './places/change-environment.ts';
export * from './places/remove-environment.ts';
export * from './ports.ts';
