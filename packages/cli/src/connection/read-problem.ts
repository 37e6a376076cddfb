/** The server's refusals (RFC 9457) as the program's own. */
import type { GauntletProblem, UnexpectedAnswer } from '@gauntlet/client';
import type { ProblemCode } from '@gauntlet/contract';
import { EXIT } from '../exit-code.ts';
import { cannotRun, type Refused } from '../refused.ts';
import { durationText } from '../terminal/amounts.ts';

/** The caller asked for something that is not: mending the command helps, trying again does not. */
const CALLERS_FAULT: ReadonlySet<ProblemCode> = new Set<ProblemCode>([
  'invalid-request',
  'malformed-body',
  'not-found',
  'already-exists',
  'invalid-definition',
  'framework-unknown',
  'secret-missing',
]);

const ADVICE: Partial<Record<ProblemCode, string>> = {
  'not-signed-in': 'Sign in with `gauntlet login`, or give a token by GAUNTLET_TOKEN.',
  'framework-unknown': '`gauntlet framework list` shows the frameworks there are.',
  'secret-missing': 'Store it with `gauntlet secret set NAME`.',
  'quota-exceeded': '`gauntlet quota` shows what is allowed and used.',
  'storage-full': 'Make room on the server, then try again.',
};

const waitText = (seconds: number) =>
  `Try again in ${seconds < 120 ? `${seconds} s` : durationText(seconds * 1000)}.`;

const adviceFor = ({ code, retryAfterSeconds }: GauntletProblem): string | undefined =>
  retryAfterSeconds === null ? ADVICE[code] : waitText(retryAfterSeconds);

export function fromProblem(refusal: GauntletProblem): Refused {
  const { code, message, problem } = refusal;
  const advice = adviceFor(refusal);
  return {
    code,
    message,
    ...(advice === undefined ? {} : { advice }),
    ...(problem.faults === undefined ? {} : { faults: problem.faults }),
    exitCode: CALLERS_FAULT.has(code) ? EXIT.usage : EXIT.couldNotRun,
  };
}

/** What answered is no Gauntlet server, or is hidden behind something that is none. */
export function noGauntlet({ url, status, contentType }: UnexpectedAnswer): Refused {
  const { origin, pathname } = new URL(url);
  return cannotRun(
    'answer-not-understood',
    `${origin}${pathname} answered ${status} (${contentType || 'no content type'}), not as a Gauntlet server does.`,
    'Check the URL given by --server or GAUNTLET_URL.',
  );
}

/** @returns undefined for what is no JSON; no answer of the API is that. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The caller's schema refuses undefined and says so in its own words.
    return undefined;
  }
}
