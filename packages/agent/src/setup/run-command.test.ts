import { expect, it } from 'vitest';
import { createMasker } from '../masking/masker.ts';
import { runCommand } from './run-command.ts';
import type { SetupOrder } from './setup-order.ts';

const orderOf = (runProcess: SetupOrder['runProcess']): SetupOrder => ({
  place: { root: '/', folder: '/', hostFolder: undefined },
  stateFolder: '/',
  environment: {},
  graceSeconds: 1,
  openMask: createMasker(['hunter22-secret']).openStream,
  onOutput: () => undefined,
  whichOf: async () => [],
  runProcess,
});

it('what a failed command said last shows no half of a secret, wherever it is cut', async () => {
  for (let after = 3985; after < 4001; after += 1) {
    const order = orderOf(async ({ onOutput }) => {
      onOutput(Buffer.from(`hunter22-secret${'x'.repeat(after)}`), 'stdout');
      return { ended: 'exited', exitCode: 1, signal: null, durationMs: 1 };
    });
    const done = await runCommand(order, { command: ['npm'], folder: '/', network: 'as-it-is' });
    expect(done).toMatchObject({ ok: false, error: { message: expect.stringMatching(/\n\**x+$/) } });
  }
});

it.each([
  { exitCode: 137, signal: null },
  { exitCode: null, signal: 'SIGKILL' as const },
])('a command that was killed may have had too little memory: %o', async (how) => {
  const order = orderOf(async () => ({ ended: 'exited', durationMs: 1, ...how }));
  const done = await runCommand(order, { command: ['npm'], folder: '/', network: 'as-it-is' });
  expect(done).toMatchObject({ error: { message: expect.stringContaining('too much memory.') } });
});
