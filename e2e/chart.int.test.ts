/** The Helm chart as a real helm renders it, for three ways to run Gauntlet in a cluster. */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CLUSTER_PERMISSIONS,
  NAMESPACE_PERMISSIONS,
  type NeededPermission,
  resourceName,
} from '@gauntlet/core/environments';
import { beforeAll, describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { readConfig } from '../packages/server/src/config.ts';
import {
  KUBERNETES_VERSIONS,
  type KubernetesObject,
  schemaErrors,
} from '../packages/server/src/testing/chart-schemas.ts';
import { expressionsOfChart } from './testing/chart-expressions.ts';
import { buildHelm, CHART, type Helm } from './testing/helm.ts';

const missing = process.env.GAUNTLET_MISSING?.split(',') ?? [];
const NAMES = ['trial', 'production', 'shared-folder'];

type Rule = { apiGroups: string[]; resources: string[]; verbs: string[] };
type Pod = {
  containers: { args: string[]; env: { name: string; value?: string }[] }[];
  automountServiceAccountToken: boolean;
};

let helm: Helm;
beforeAll(async () => {
  if (!missing.includes('helm')) helm = await buildHelm();
}, 900_000);

const ofKind = <Kind>(objects: readonly KubernetesObject[], kind: string) =>
  objects.filter((object) => object.kind === kind) as (KubernetesObject & Kind)[];

describe.skipIf(missing.includes('helm'))('the chart', () => {
  test.each(NAMES)('is found in order by helm with the values %s', (name) => {
    const values = join(CHART, 'ci', `${name}-values.yaml`);
    expect(helm.run('lint', CHART, '--strict', '-f', values)).toMatchObject({ status: 0 });
  });

  test.each(NAMES)('renders %s as it was looked at', async (name) => {
    await expect(helm.render(name).text).toMatchFileSnapshot(join(CHART, 'ci/golden', `${name}.yaml`));
  });

  test.each(NAMES)('makes of %s what Kubernetes takes, from 1.29 on', (name) => {
    const { objects } = helm.render(name);
    expect(objects.length).toBeGreaterThan(10);
    for (const version of KUBERNETES_VERSIONS)
      expect(objects.flatMap((object) => schemaErrors(version, object))).toEqual([]);
    const names = objects.map(({ kind, metadata }) => `${kind} ${metadata.namespace ?? ''} ${metadata.name}`);
    expect(new Set(names).size).toBe(names.length);
  });

  test('would not pass with a field that Kubernetes does not know', () => {
    const [deployment] = ofKind<{ spec: object }>(helm.render('trial').objects, 'Deployment');
    const wrong = {
      ...deployment,
      spec: { ...deployment?.spec, replicaz: 2 },
    } as unknown as KubernetesObject;
    for (const version of KUBERNETES_VERSIONS) expect(schemaErrors(version, wrong)).toHaveLength(1);
    const [scaled] = ofKind<{ spec: object }>(helm.render('production').objects, 'ScaledObject');
    const odd = { ...scaled, spec: { ...scaled?.spec, replicaz: 2 } } as unknown as KubernetesObject;
    expect(schemaErrors('v1.37', odd)).toHaveLength(1);
  });

  test('grants what Gauntlet needs, and nothing else', () => {
    const { objects } = helm.render('production');
    const granted = (rules: readonly Rule[]) =>
      rules
        .flatMap(({ apiGroups, resources, verbs }) =>
          apiGroups.flatMap((group) =>
            resources.flatMap((of) => verbs.map((verb) => `${verb} ${group}/${of}`)),
          ),
        )
        .sort();
    const needed = (permissions: readonly NeededPermission[]) =>
      permissions
        .map((permission) => `${permission.verb} ${permission.group}/${resourceName(permission)}`)
        .sort();
    const roles = ofKind<{ rules: Rule[] }>(objects, 'Role');
    expect(roles.map(({ metadata }) => metadata.namespace)).toEqual(['tests-web', 'tests-shop']);
    for (const { rules } of roles) expect(granted(rules)).toEqual(needed(NAMESPACE_PERMISSIONS));
    const [cluster, ...others] = ofKind<{ rules: Rule[] }>(objects, 'ClusterRole');
    expect(others).toEqual([]);
    expect(granted(cluster?.rules ?? [])).toEqual(needed(CLUSTER_PERMISSIONS));
  });

  test.each(NAMES)('starts programs that understand what %s tells them', (name) => {
    const deployments = ofKind<{ spec: { template: { spec: Pod } } }>(
      helm.render(name).objects,
      'Deployment',
    );
    const ours = deployments.filter(({ metadata }) => !metadata.name.includes('trial'));
    const roles = ours.map(({ spec }) => {
      const [{ args = [], env = [] } = {}] = spec.template.spec.containers;
      const given = env.map(({ name: variable, value = SECRETS[variable] }) => [variable, value] as const);
      const config = readConfig(args, { HOME: '/tmp', ...Object.fromEntries(given) });
      if (!config.ok) throw new Error(config.error.message);
      const { databaseUrl, migrations, port, s3, artifactsFolder } = config.value;
      expect(databaseUrl).toContain('postgresql://');
      expect(migrations).toBe(name === 'trial' ? 'at-start' : 'wait');
      expect(config.value.trustedTeams).toBe('nobody');
      expect([config.value.agentImage, config.value.clusterApiUrl]).not.toContain(null);
      expect([port, s3 !== null || artifactsFolder !== null]).toEqual([4680, true]);
      return [...config.value.roles, spec.template.spec.automountServiceAccountToken];
    });
    expect(roles).toEqual([
      ['api', true],
      ['scheduler', true],
      ['notifier', false],
    ]);
  });

  test('a key for secrets is made where none is given, of the length that the server takes', () => {
    const { objects } = helm.render('trial', '--set', 'secretKey.value=');
    const [secret] = ofKind<{ data: Record<string, string> }>(objects, 'Secret').filter(({ metadata }) =>
      metadata.name.endsWith('-key'),
    );
    const key = Buffer.from(secret?.data.GAUNTLET_SECRET_KEY ?? '', 'base64').toString();
    expect(Buffer.from(key, 'base64')).toHaveLength(32);
    expect(secret?.metadata.annotations).toEqual({ 'helm.sh/resource-policy': 'keep' });
  });

  test.each([
    ['trial', ['--set', 'api.replicsa=3'], /replicsa/],
    ['trial', ['--set', 'trial.postgresql.enabled=false'], /Say where PostgreSQL is/],
    ['trial', ['--set', 'trial.s3.enabled=false'], /Say where artifacts go/],
    ['trial', ['--set', 'tests.namespaces={gauntlet}'], /a namespace of their own/],
    ['production', ['--set', 'metrics.tokenSecret='], /metrics.tokenSecret/],
    ['production', ['--set', 'oidc.roleMap=null'], /nobody does/],
    ['production', ['--set', 'scheduler.autoscaling.prometheusUrl='], /prometheusUrl/],
  ])('refuses %s with %j, and says what to do', (name, args, said) => {
    expect(() => helm.render(name, ...args)).toThrow(said);
  });
});

/** What the Secrets of the values hold, in the form that each of them has. */
const SECRETS: Readonly<Record<string, string>> = {
  DATABASE_URL: 'postgresql://gauntlet:secret@postgres/gauntlet',
  REDIS_URL: 'redis://redis:6379',
  GAUNTLET_SECRET_KEY: Buffer.alloc(32, 1).toString('base64'),
  GAUNTLET_OIDC_CLIENT_SECRET: 'secret',
  GAUNTLET_SMTP_URL: 'smtps://user:secret@mail.example.org:465',
  S3_ACCESS_KEY_ID: 'id',
  S3_SECRET_ACCESS_KEY: 'secret',
};

describe.skipIf(missing.includes('prometheus'))('alerts and dashboard, by promtool', () => {
  const promtool = (...args: string[]) => {
    const { status, stdout, stderr } = spawnSync('promtool', args, { encoding: 'utf8' });
    return { status, output: stdout + stderr };
  };

  test('each alert comes when it should, and not before', () => {
    expect(promtool('check', 'rules', join(CHART, 'files/alerts.yaml'))).toMatchObject({ status: 0 });
    expect(promtool('test', 'rules', join(CHART, 'ci/alerts.test.yaml'))).toMatchObject({ status: 0 });
    const alerts = readFileSync(join(CHART, 'files/alerts.yaml'), 'utf8').match(/(?<=alert: )\w+/g) ?? [];
    const tested = readFileSync(join(CHART, 'ci/alerts.test.yaml'), 'utf8');
    expect(alerts.filter((alert) => !tested.includes(`alertname="${alert}"`))).toEqual([]);
  });

  test('each expression of the dashboard is one', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'gauntlet-chart-'));
    const rules = expressionsOfChart().map((expr, index) => ({ record: `panel:${index}`, expr }));
    writeFileSync(join(folder, 'rules.yaml'), stringify({ groups: [{ name: 'dashboard', rules }] }));
    expect(promtool('check', 'rules', join(folder, 'rules.yaml'))).toMatchObject({ status: 0 });
    await rm(folder, { recursive: true });
  });
});
