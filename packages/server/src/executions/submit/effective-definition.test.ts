import { DefinitionOverrides, TestDefinition } from '@gauntlet/contract';
import { describe, expect, it } from 'vitest';
import { applyOverrides } from './effective-definition.ts';

const stored = TestDefinition.parse({
  name: 'suite',
  content: { type: 'inline', files: { 'a.test.js': '' } },
  environment: { A: '1', B: '2' },
  tags: { a: '1' },
  priority: 7,
  resources: { cpu: '2', memory: '1Gi' },
  timeouts: { queueSeconds: 11, runSeconds: 22, unitSeconds: 33 },
  retries: { attempts: 3, backoffSeconds: 60, scope: 'execution' },
});
const NESTED = ['resources', 'timeouts', 'retries'] as const;
const OTHER: Record<string, unknown> = {
  cpu: '500m',
  memory: '2Gi',
  queueSeconds: 1,
  runSeconds: 2,
  unitSeconds: 3,
  attempts: 1,
  backoffSeconds: 5,
  scope: 'failed-units',
};
const settings = NESTED.flatMap((part) => Object.keys(stored[part]).map((name) => ({ part, name })));

describe('an override', () => {
  it.each(settings)('of $part.$name changes nothing beside it', ({ part, name }) => {
    const overrides = DefinitionOverrides.parse({ [part]: { [name]: OTHER[name] } });
    expect(applyOverrides(stored, overrides)).toEqual({
      ...stored,
      [part]: { ...stored[part], [name]: OTHER[name] },
    });
  });

  it('is known for every setting there is', () => {
    const known = NESTED.flatMap((part) => Object.keys(TestDefinition.shape[part].unwrap().shape));
    expect(settings.map(({ name }) => name).toSorted()).toEqual(known.toSorted());
  });

  it('of a map or a list replaces it whole', () => {
    const overrides = DefinitionOverrides.parse({ environment: { A: '3' }, paths: ['b'] });
    expect(applyOverrides(stored, overrides)).toEqual({ ...stored, environment: { A: '3' }, paths: ['b'] });
  });

  it('of nothing changes nothing', () => {
    expect(applyOverrides(stored, DefinitionOverrides.parse({}))).toEqual(stored);
    expect(applyOverrides(stored, DefinitionOverrides.parse({ retries: {} }))).toEqual(stored);
  });
});

it('a wrong setting in an override is refused as in a definition', () => {
  expect(DefinitionOverrides.safeParse({ retries: { attempts: 11 } }).success).toBe(false);
  expect(DefinitionOverrides.safeParse({ retries: { atempts: 1 } }).success).toBe(false);
});
