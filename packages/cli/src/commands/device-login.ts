/**
 * Signs in by a person with a browser (RFC 8628 in shape): shows an address and a code, and asks the server
 * again and again whether somebody has approved.
 */

import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import type { GauntletClient } from '@gauntlet/client';
import { DeviceAuthorization, DeviceToken } from '@gauntlet/contract';
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import type { CommandContext } from '../command-context.ts';
import { askApi } from '../connection/api-client.ts';
import { EXIT } from '../exit-code.ts';
import { cannotRun, type Refused } from '../refused.ts';
import { printable } from '../terminal/printable.ts';
import { openBrowser } from './open-browser.ts';

/** What the server asks of whoever asked too soon. */
const SLOW_DOWN_SECONDS = 5;

const INTERRUPTED: Refused = { ...cannotRun('interrupted', 'Interrupted.'), exitCode: EXIT.interrupted };

/** @returns the token. Interrupted at any moment, it leaves nothing behind. */
export async function deviceToken(
  context: CommandContext,
  baseUrl: string,
  browser: 'may-open' | 'leave-alone',
): Promise<Result<string, Refused>> {
  const interrupt = new AbortController();
  const { signal } = interrupt;
  const stop = () => interrupt.abort();
  process.once('SIGINT', stop).once('SIGTERM', stop);
  try {
    const address = { baseUrl, token: undefined };
    const body = { clientName: `gauntlet on ${hostname()}`.slice(0, 100) };
    const begin = (api: GauntletClient) => api.POST('/api/v1/auth/device', { body, signal });
    const asked = await askApi(address, begin, DeviceAuthorization);
    if (!asked.ok) return signal.aborted ? refuse(INTERRUPTED) : refuse(orByToken(asked.error));
    show(context, asked.value);
    if (browser === 'may-open') openBrowser(context.env, asked.value.verificationUriComplete);
    const { deviceCode } = asked.value;
    const ask = () =>
      askApi(
        address,
        (api) => api.POST('/api/v1/auth/device/token', { body: { deviceCode }, signal }),
        DeviceToken,
      );
    return await waitForToken(asked.value, {
      ask,
      pause: (seconds) => sleep(seconds * 1000, undefined, { signal }).catch(() => undefined),
      isInterrupted: () => signal.aborted,
    });
  } finally {
    process.off('SIGINT', stop).off('SIGTERM', stop);
  }
}

function show(
  { err }: CommandContext,
  { verificationUriComplete, userCode, expiresIn }: DeviceAuthorization,
) {
  err.line('Open this address in a browser, and approve when it shows the same code:');
  err.line(`  ${err.paint.cyan(printable(verificationUriComplete))}`);
  err.line(`  ${err.paint.bold(printable(userCode))}`);
  err.line(
    err.paint.dim(`  The code is good for ${Math.round(expiresIn / 60)} min. Ctrl-C ends the waiting.`),
  );
}

type Waiting = {
  ask: () => Promise<Result<DeviceToken, Refused>>;
  pause: (seconds: number) => Promise<unknown>;
  isInterrupted: () => boolean;
};

/** Until somebody decides, or the time is over. A server that is away for a moment ends nothing. */
export async function waitForToken(
  { interval, expiresIn }: Pick<DeviceAuthorization, 'interval' | 'expiresIn'>,
  { ask, pause, isInterrupted }: Waiting,
): Promise<Result<string, Refused>> {
  let seconds = Math.max(1, interval);
  for (let waited = 0; waited < expiresIn; waited += seconds) {
    await pause(seconds);
    if (isInterrupted()) return refuse(INTERRUPTED);
    const answer = await ask();
    if (answer.ok) return ok(answer.value.token);
    if (isInterrupted()) return refuse(INTERRUPTED);
    const { code } = answer.error;
    if (code === 'slow-down') seconds += SLOW_DOWN_SECONDS;
    else if (!ASK_AGAIN.has(code)) return answer;
  }
  return refuse(
    cannotRun('authorization-expired', 'Nobody approved the sign-in in time.', 'Run `gauntlet login` again.'),
  );
}

const ASK_AGAIN = new Set<Refused['code']>([
  'authorization-pending',
  'server-unreachable',
  'rate-limited',
  'unavailable',
]);

/** A server that knows no such sign-in takes a token. */
const orByToken = (refused: Refused): Refused =>
  refused.code === 'not-found'
    ? {
        ...refused,
        message: 'The server knows no sign-in by a browser.',
        advice: 'Make a token there, and give it: gauntlet login URL --with-token',
      }
    : refused;
