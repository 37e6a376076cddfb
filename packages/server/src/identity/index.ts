export * from './actor.ts';
export * from './first-admin.ts';
export * from './ports.ts';
export * from './rotate-secret-key.ts';
export * from './sign-in.ts';
export * from './tokens.ts';
