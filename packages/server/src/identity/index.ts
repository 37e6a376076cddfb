export * from './actor.ts';
export * from './audit.ts';
export * from './first-admin.ts';
export * from './passwords/ports.ts';
export * from './ports.ts';
export * from './rotate-secret-key.ts';
export * from './sign-in.ts';
export * from './tokens.ts';
