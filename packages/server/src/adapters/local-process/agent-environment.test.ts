import { testEnvironment } from '@gauntlet/host/environment';
import { expect, it } from 'vitest';
import { agentEnvironment } from './agent-environment.ts';

const OWN = { PATH: '/usr/bin', DATABASE_URL: 'postgres://secret', NODE_COMPILE_CACHE: '/cache/compiled' };

it('an agent finds the compiled code of its server, and nothing that the server holds besides', () => {
  const environment = agentEnvironment(OWN);
  expect(environment).toMatchObject({ PATH: '/usr/bin', NODE_COMPILE_CACHE: '/cache/compiled' });
  expect(environment).not.toHaveProperty('DATABASE_URL');
});

it('its tests get no word of where compiled code lies', () => {
  expect(testEnvironment(agentEnvironment(OWN), {})).not.toHaveProperty('NODE_COMPILE_CACHE');
});
