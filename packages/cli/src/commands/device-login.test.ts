import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import { describe, expect, test } from 'vitest';
import { cannotRun, type Refused, type RefusedCode } from '../refused.ts';
import { waitForToken } from './device-login.ts';
import { browserOpener } from './open-browser.ts';

const TOKEN = { token: 'gnt_x', name: 'laptop', scopes: ['read'], expiresAt: '2026-01-02T03:04:05.000Z' };

/** Plays a server that answers so, in turn; the last answer again and again. */
async function wait(answers: (RefusedCode | 'token')[], interruptAfter = Number.POSITIVE_INFINITY) {
  const pauses: number[] = [];
  let asked = 0;
  const ask = async (): Promise<Result<typeof TOKEN, Refused>> => {
    const answer = answers[Math.min(asked, answers.length - 1)] ?? 'token';
    asked += 1;
    return answer === 'token' ? ok(TOKEN) : refuse(cannotRun(answer, answer));
  };
  const outcome = await waitForToken(
    { interval: 5, expiresIn: 60 },
    {
      ask,
      pause: async (seconds) => pauses.push(seconds),
      isInterrupted: () => pauses.length > interruptAfter,
    },
  );
  return {
    pauses,
    outcome: outcome.ok ? outcome.value : outcome.error.code,
    exitCode: outcome.ok ? 0 : outcome.error.exitCode,
  };
}

describe('waiting for somebody to approve', () => {
  test('asks at the pace that the server wants, more slowly when it is told to', async () => {
    expect(await wait(['authorization-pending', 'slow-down', 'authorization-pending', 'token'])).toEqual({
      pauses: [5, 5, 10, 10],
      outcome: 'gnt_x',
      exitCode: 0,
    });
  });

  test('outlives a server that is away for a moment', async () => {
    expect((await wait(['server-unreachable', 'unavailable', 'token'])).outcome).toBe('gnt_x');
  });

  test('ends when it was refused, when the code is no longer good, and when the time is over', async () => {
    expect(await wait(['authorization-refused'])).toMatchObject({
      outcome: 'authorization-refused',
      exitCode: 2,
    });
    expect((await wait(['authorization-expired'])).outcome).toBe('authorization-expired');
    const late = await wait(['authorization-pending']);
    expect(late.outcome).toBe('authorization-expired');
    expect(late.pauses).toHaveLength(12);
  });

  test('ends at once when it is interrupted', async () => {
    expect(await wait(['authorization-pending'], 2)).toEqual({
      pauses: [5, 5, 5],
      outcome: 'interrupted',
      exitCode: 130,
    });
  });
});

test('a browser is opened on a desktop alone', () => {
  expect(browserOpener('darwin', {})).toBe('open');
  expect(browserOpener('linux', { DISPLAY: ':0' })).toBe('xdg-open');
  expect(browserOpener('linux', { WAYLAND_DISPLAY: 'wayland-0' })).toBe('xdg-open');
  expect(browserOpener('linux', { DISPLAY: '' })).toBeNull();
  expect(browserOpener('win32', { DISPLAY: ':0' })).toBeNull();
});
