/** The server's refusals (RFC 9457) as the program's own. */
import type { Problem, ProblemCode } from '@gauntlet/contract';
import { EXIT } from '../exit-code.ts';
import { cannotRun, type Refused } from '../refused.ts';
import { durationText } from '../terminal/amounts.ts';

/** The caller asked for something that is not: mending the command helps, trying again does not. */
const CALLERS_FAULT: ReadonlySet<ProblemCode> = new Set<ProblemCode>([
  'invalid-request',
  'malformed-body',
  'not-found',
  'invalid-definition',
  'framework-unknown',
  'secret-missing',
]);

const ADVICE: Partial<Record<ProblemCode, string>> = {
  'not-signed-in': 'Sign in with `gauntlet login`, or give a token by GAUNTLET_TOKEN.',
  'not-allowed': 'Use a token with the scope that is needed: `gauntlet token create --scope ...`.',
  'framework-unknown': '`gauntlet framework list` shows the frameworks there are.',
  'secret-missing': 'Store it with `gauntlet secret set NAME`.',
  'quota-exceeded': '`gauntlet quota` shows what is allowed and used.',
  'storage-full': 'Make room on the server, then try again.',
};

const waitText = (seconds: number) =>
  `Try again in ${seconds < 120 ? `${seconds} s` : durationText(seconds * 1000)}.`;

function adviceFor(code: ProblemCode, retryAfter: string | null): string | undefined {
  const seconds = Number(retryAfter ?? Number.NaN);
  return Number.isFinite(seconds) ? waitText(seconds) : ADVICE[code];
}

function fromProblem(problem: Problem, retryAfter: string | null): Refused {
  const advice = adviceFor(problem.code, retryAfter);
  return {
    code: problem.code,
    message: problem.detail || problem.title,
    ...(advice === undefined ? {} : { advice }),
    ...(problem.faults === undefined ? {} : { faults: problem.faults }),
    exitCode: CALLERS_FAULT.has(problem.code) ? EXIT.usage : EXIT.couldNotRun,
  };
}

/** @param answer what was not 2xx: its status, headers and whole body. */
export async function readProblem(
  answer: { status: number; contentType: string; retryAfter: string | null; body: string },
  where: string,
): Promise<Refused> {
  const { Problem } = await import('@gauntlet/contract');
  const parsed = Problem.safeParse(parseJson(answer.body));
  if (parsed.success) return fromProblem(parsed.data, answer.retryAfter);
  return cannotRun(
    'answer-not-understood',
    `${where} answered ${answer.status} (${answer.contentType || 'no content type'}), not as a Gauntlet server does.`,
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
