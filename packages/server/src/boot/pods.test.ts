import { expect, it } from 'vitest';
import { createFakePods } from '../testing/fake-pods.ts';
import { createPods } from './pods.ts';

const settings = {
  roles: ['api', 'scheduler'],
  agentImage: 'registry.example/gauntlet:1',
  clusterApiUrl: 'http://gauntlet.gauntlet.svc:4680',
  publicUrl: 'https://gauntlet.example',
  apiUrl: null,
} as const;

it('runs pods where an image and an address for their agents are set', () => {
  const asked: object[] = [];
  const made = createPods(settings, (place) => {
    asked.push(place);
    return createFakePods();
  });
  expect(made.podAbility).toEqual({ runs: 'pods' });
  expect(made.pods).not.toBeNull();
  expect(asked).toEqual([{ agentImage: settings.agentImage, serverUrl: settings.clusterApiUrl }]);
});

it('takes the public address where no other is set', () => {
  const asked: object[] = [];
  createPods({ ...settings, clusterApiUrl: null }, (place) => {
    asked.push(place);
    return createFakePods();
  });
  expect(asked).toEqual([{ agentImage: settings.agentImage, serverUrl: settings.publicUrl }]);
});

it.each([
  [{ agentImage: null }, 'GAUNTLET_AGENT_IMAGE'],
  [{ clusterApiUrl: null, publicUrl: null }, 'GAUNTLET_CLUSTER_API_URL'],
])('says which setting is missing: %j', (part, name) => {
  const { pods, podAbility } = createPods({ ...settings, ...part }, () => createFakePods());
  expect(pods).toBeNull();
  expect(podAbility).toMatchObject({ runs: 'no-pods', missing: expect.stringContaining(name) });
});

it('a server without the role takes executions for pods, and leaves them to others', () => {
  const { pods, podAbility } = createPods({ ...settings, roles: ['api'] }, () => createFakePods());
  expect(pods).toBeNull();
  expect(podAbility).toEqual({ runs: 'pods' });
});
