import { describe, expect, it } from 'vitest';
import { expandCommand, expandEnvironment, type PlaceholderValues } from './expand-command.ts';

const values: PlaceholderValues = {
  units: ['a b.test.js', '$(rm).test.js'],
  args: ['--bail'],
  paths: [],
  report: '/r/report',
  reporters: '/own reporters',
  artifacts: '/a',
  unitSeconds: '30',
  node: '/usr/bin/node',
  python: undefined,
  bin: (name) => (name === 'jest' ? '/p/node_modules/.bin/jest' : undefined),
};

describe('a command', () => {
  it('takes lists as arguments of their own and values as parts of an argument', () => {
    const command = ['{bin:jest}', '--reporters={reporters}/jest.cjs', '{args}', '{paths}', '{units}'];
    expect(expandCommand(command, values)).toEqual({
      ok: true,
      value: [
        '/p/node_modules/.bin/jest',
        '--reporters=/own reporters/jest.cjs',
        '--bail',
        'a b.test.js',
        '$(rm).test.js',
      ],
    });
  });

  it('keeps what looks like a placeholder in a value', () => {
    const expanded = expandCommand(['{args}', '{other}'], { ...values, args: ['{units}', '{node}'] });
    expect(expanded).toEqual({ ok: true, value: ['{units}', '{node}', '{other}'] });
  });

  it.each([
    ['{bin:vitest}', 'vitest is not in node_modules/.bin'],
    ['{python}', 'Python is not in PATH'],
  ])('%s that is not there is refused with what to do', (placeholder, message) => {
    const expanded = expandCommand([placeholder, 'run'], values);
    expect(expanded).toMatchObject({ ok: false, error: { message: expect.stringContaining(message) } });
  });
});

it('search paths of the environment are added to, other variables replaced', () => {
  const before = { PYTHONPATH: '/mine', MODE: 'old', HOME: '/h' };
  expect(expandEnvironment(before, { PYTHONPATH: '{reporters}', MODE: 'new' }, values)).toEqual({
    PYTHONPATH: '/own reporters:/mine',
    MODE: 'new',
    HOME: '/h',
  });
  expect(expandEnvironment({}, { PYTHONPATH: '{reporters}' }, values)).toEqual({
    PYTHONPATH: '/own reporters',
  });
});
