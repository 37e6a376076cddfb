import type { EnvironmentId } from '@gauntlet/contract';
import { describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { type Inspection, judgeCheck, questionsFor } from './judge-check.ts';
import { CLUSTER_PERMISSIONS, NAMESPACE_PERMISSIONS } from './needed-permissions.ts';

const environment = (name: string, namespace: string) => ({
  environmentId: `01900000-0000-7000-8000-${name.padStart(12, '0')}` as EnvironmentId,
  name,
  namespace,
});
const ENVIRONMENTS = [environment('a1', 'tests'), environment('b2', 'tests'), environment('c3', 'load')];
const QUESTIONS = questionsFor(ENVIRONMENTS.map(({ namespace }) => namespace));
const checkedAt = new Date('2026-01-01T00:00:00Z');
const judge = (inspection: Inspection) =>
  judgeCheck({ checkedAt, environments: ENVIRONMENTS, questions: QUESTIONS, inspection });
const answered = (may: (question: (typeof QUESTIONS)[number]) => boolean | null) =>
  judge({ outcome: 'answered', version: 'v1.34.1', granted: QUESTIONS.map(may) });

describe('the questions', () => {
  it('are asked once for each namespace, and once of the cluster', () => {
    expect(QUESTIONS).toHaveLength(CLUSTER_PERMISSIONS.length + 2 * NAMESPACE_PERMISSIONS.length);
  });

  it('are all that the executor needs', () => {
    const text = (permissions: typeof NAMESPACE_PERMISSIONS) =>
      permissions.map(
        ({ verb, group, resource, subresource }) =>
          `${verb} ${group}/${resource}${subresource ? `/${subresource}` : ''}`,
      );
    expect(text(NAMESPACE_PERMISSIONS)).toEqual([
      ...['create', 'get', 'list', 'watch', 'delete', 'patch'].map((verb) => `${verb} batch/jobs`),
      ...['list', 'watch', 'delete'].map((verb) => `${verb} /pods`),
      'get /pods/log',
      ...['list', 'watch'].map((verb) => `${verb} /events`),
      ...['create', 'patch'].map((verb) => `${verb} /secrets`),
    ]);
    expect(text(CLUSTER_PERMISSIONS)).toEqual([
      ...['list', 'watch'].map((verb) => `${verb} /nodes`),
      'list /pods',
    ]);
  });
});

describe('a check', () => {
  it('with everything granted is ready, and proposes nothing', () => {
    const check = answered(() => true);
    expect(check).toMatchObject({ outcome: 'ready', reason: null, version: 'v1.34.1', roles: null });
    expect(check.environments.map(({ outcome }) => outcome)).toEqual(['ready', 'ready', 'ready']);
    expect(check.permissions.every(({ outcome, add }) => outcome === 'granted' && add === null)).toBe(true);
  });

  it('names what is missing in a namespace, at the environments of that namespace alone', () => {
    const check = answered(
      ({ namespace, permission }) => namespace !== 'tests' || permission.resource !== 'secrets',
    );
    expect(check.outcome).toBe('ready');
    expect(check.environments.map(({ name, outcome }) => [name, outcome])).toEqual([
      ['a1', 'unreachable'],
      ['b2', 'unreachable'],
      ['c3', 'ready'],
    ]);
    expect(check.environments[0]?.reason).toBe(
      'Gauntlet may not create secrets, patch secrets in the namespace tests. Grant it by the roles that the check proposes.',
    );
    const missing = check.environments[0]?.permissions.filter(({ outcome }) => outcome === 'missing');
    expect(missing?.map(({ add }) => parse(add ?? ''))).toEqual([
      { apiGroups: [''], resources: ['secrets'], verbs: ['create'] },
      { apiGroups: [''], resources: ['secrets'], verbs: ['patch'] },
    ]);
  });

  it('finds a cluster partly ready where tests run without what is missing, and says what that costs', () => {
    const check = answered(({ namespace }) => namespace !== null);
    expect(check.outcome).toBe('partly');
    expect(check.reason).toBe(
      'Gauntlet may not list nodes, watch nodes, list pods in the cluster: tests run, but what room is left is not known, so that pods are made at once and wait in the cluster for their nodes. Grant it by the roles that the check proposes.',
    );
    expect(check.roles).toContain('kind: ClusterRole');
    expect(check.environments.map(({ outcome }) => outcome)).toEqual(['ready', 'ready', 'ready']);
  });

  it('finds an environment partly ready that lacks nothing but words and logs', () => {
    const check = answered(
      ({ permission }) => permission.resource !== 'events' && permission.subresource !== 'log',
    );
    expect(check.environments[0]).toMatchObject({
      outcome: 'partly',
      reason: expect.stringMatching(/get pods\/log.*tests run, but .* is not kept, and why a pod/),
    });
    expect(check.roles).toContain('namespace: load');
    const worse = answered(
      ({ permission }) => permission.resource !== 'events' && permission.resource !== 'jobs',
    );
    expect(worse.environments[0]?.outcome).toBe('unreachable');
  });

  it('proposes whole roles, which take nothing away from what was granted before', () => {
    const check = answered(
      ({ namespace, permission }) => permission.verb !== 'watch' || namespace === 'load',
    );
    const roles = parseAllDocuments(check.roles ?? '').map((role) => role.toJSON());
    expect(roles.map(({ kind, metadata }) => [kind, metadata.namespace])).toEqual([
      ['Role', 'tests'],
      ['ClusterRole', undefined],
    ]);
    expect(roles[0].rules).toContainEqual({
      apiGroups: ['batch'],
      resources: ['jobs'],
      verbs: ['create', 'get', 'list', 'watch', 'delete', 'patch'],
    });
    expect(roles[0].rules).toContainEqual({ apiGroups: [''], resources: ['pods/log'], verbs: ['get'] });
    expect(roles[1].rules).toContainEqual({
      apiGroups: [''],
      resources: ['nodes'],
      verbs: ['list', 'watch'],
    });
  });

  it('that has no answer takes it for a no', () => {
    const check = judge({ outcome: 'answered', version: null, granted: [] });
    expect(check.outcome).toBe('partly');
    expect(check.environments[0]?.outcome).toBe('unreachable');
    expect(check.reason).toMatch(/may not list nodes, watch nodes, list pods in the cluster/);
    expect(check.environments[0]?.reason).toMatch(/ and 9 more in the namespace tests/);
  });

  it('that may not ask says so, calls it neither granted nor missing, and proposes no role for it', () => {
    const check = answered(({ namespace }) => (namespace === 'tests' ? true : null));
    expect(check).toMatchObject({ outcome: 'partly', roles: null });
    expect(check.reason).toBe(
      'Whether Gauntlet may list nodes, watch nodes, list pods in the cluster is not known: this server may not ask about the account that makes pods. Let it create subjectaccessreviews (authorization.k8s.io) there. Tests run; if it may not, what room is left is not known, so that pods are made at once and wait in the cluster for their nodes.',
    );
    expect(check.permissions.map(({ outcome, add }) => [outcome, add])).toEqual(
      CLUSTER_PERMISSIONS.map(() => ['unknown', null]),
    );
    expect(check.environments.map(({ outcome }) => outcome)).toEqual(['ready', 'ready', 'unreachable']);
    expect(check.environments[2]?.reason).toMatch(
      /^Whether Gauntlet may create jobs, .* and 9 more in the namespace load is not known: .*create localsubjectaccessreviews \(authorization.k8s.io\) there\.$/,
    );
  });

  it('that failed says why, of the cluster and of each environment, and guesses at no permission', () => {
    const check = judge({ outcome: 'failed', version: null, reason: 'Nobody is there.' });
    expect(check).toMatchObject({
      outcome: 'unreachable',
      reason: 'Nobody is there.',
      permissions: [],
      roles: null,
    });
    for (const { outcome, reason, permissions } of check.environments)
      expect([outcome, reason, permissions]).toEqual(['unreachable', 'Nobody is there.', []]);
  });
});
