import { EnvironmentConfiguration } from '@gauntlet/contract';
import { expect, it } from 'vitest';
import { configurationOf, draftOf, EMPTY_DRAFT } from './configuration-draft.ts';
import { wordsOf } from './configuration-words.ts';

const FULL = EnvironmentConfiguration.parse({
  autoscale: true,
  spot: 'prefer',
  nodeSelector: { 'kubernetes.io/arch': 'amd64', pool: 'tests' },
  tolerations: [
    { key: 'pool', value: 'tests', effect: 'NoSchedule' },
    { key: 'gone', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 20 },
    { operator: 'Exists' },
  ],
  imagePullSecrets: ['registry', 'mirror'],
  defaultImage: 'node:24',
  serviceAccountName: 'tests',
  rootFilesystem: 'writable',
});

it('a configuration that is opened and saved is the same, with what a line cannot say', () => {
  expect(configurationOf(draftOf(FULL), FULL)).toEqual(FULL);
});

it('an empty draft is what is set where nothing is said', () => {
  expect(configurationOf(EMPTY_DRAFT, null)).toEqual(EnvironmentConfiguration.parse({}));
});

it('lines are taints as kubectl writes them, and blanks are nothing', () => {
  const draft = {
    ...EMPTY_DRAFT,
    tolerations: ' a=b:NoSchedule \n\nc\nd:NoExecute',
    imagePullSecrets: 'x, y z',
  };
  const configuration = configurationOf(draft, null);
  expect(configuration.imagePullSecrets).toEqual(['x', 'y', 'z']);
  expect(configuration.tolerations).toEqual([
    { key: 'a', operator: 'Equal', value: 'b', effect: 'NoSchedule' },
    { key: 'c', operator: 'Exists' },
    { key: 'd', operator: 'Exists', effect: 'NoExecute' },
  ]);
  expect(EnvironmentConfiguration.parse(configuration)).toEqual(configuration);
});

it('is told in few words, and nothing is told of what is as usual', () => {
  expect(wordsOf(EnvironmentConfiguration.parse({}))).toEqual([]);
  expect(wordsOf(FULL)).toEqual([
    'autoscales',
    'spot preferred',
    'kubernetes.io/arch=amd64',
    'pool=tests',
    'bears pool=tests:NoSchedule',
    'bears gone:NoExecute',
    'bears *',
    'pulls by registry',
    'pulls by mirror',
    'image node:24',
    'as tests',
    'root can be written to',
  ]);
});
