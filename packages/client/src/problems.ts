/**
 * What can go wrong with a call, one class each: the server refused (`GauntletProblem`), something answered
 * that is no Gauntlet server (`UnexpectedAnswer`), nothing answered (`NoAnswer`).
 */
import type { components } from './generated/api.ts';

/** RFC 9457 problem details, as the server words them. */
export type Problem = components['schemas']['Problem'];
export type ProblemCode = Problem['code'];

/** The server's refusal. `message` is its `detail`: what, which, and what to do. */
export class GauntletProblem extends Error {
  override readonly name = 'GauntletProblem';
  readonly problem: Problem;
  /** When it makes sense to try again, by the server; null where it did not say. */
  readonly retryAfterSeconds: number | null;

  constructor(problem: Problem, retryAfterSeconds: number | null = null) {
    super(problem.detail || problem.title);
    this.problem = problem;
    this.retryAfterSeconds = retryAfterSeconds;
  }

  get code(): ProblemCode {
    return this.problem.code;
  }

  get status(): number {
    return this.problem.status;
  }
}

export type AnswerSeen = { url: string; status: number; contentType: string };

/** An answer that is neither what the API document says nor a problem: a proxy's page, another program. */
export class UnexpectedAnswer extends Error {
  override readonly name = 'UnexpectedAnswer';
  readonly url: string;
  readonly status: number;
  readonly contentType: string;

  constructor({ url, status, contentType }: AnswerSeen, options?: { cause: unknown }) {
    const kind = contentType || 'no content type';
    super(`${url} answered ${status} (${kind}), not as a Gauntlet server does.`, options);
    this.url = url;
    this.status = status;
    this.contentType = contentType;
  }
}

/** The connection failed, or the answer broke off; `cause` is what the network said. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';

  constructor(url: string, cause: unknown) {
    super(`${url} gave no answer: ${networkReason(cause)}.`, { cause });
  }
}

/** The reason under a failed request, in one line. */
export function networkReason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof NoAnswer) return networkReason(error.cause);
  if (error.name === 'TimeoutError') return 'no answer in time';
  const cause = error.cause;
  if (cause instanceof AggregateError) return networkReason(cause.errors[0]);
  return cause instanceof Error ? cause.message : error.message;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

/** A code of a newer server passes: `detail` is worth telling whatever the code. */
const isProblem = (value: unknown): value is Problem =>
  isRecord(value) &&
  typeof value.code === 'string' &&
  typeof value.status === 'number' &&
  typeof value.title === 'string' &&
  typeof value.detail === 'string';

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not even JSON: the caller takes undefined for no problem of ours.
    return undefined;
  }
}

function retryAfterOf(header: string | null | undefined): number | null {
  const seconds = Number(header || Number.NaN);
  return Number.isFinite(seconds) ? seconds : null;
}

/** @param answer what was no success, its whole body read */
export function refusalOf(
  answer: AnswerSeen & { retryAfter: string | null; body: string },
): GauntletProblem | UnexpectedAnswer {
  const parsed = parseJson(answer.body);
  if (isProblem(parsed)) return new GauntletProblem(parsed, retryAfterOf(answer.retryAfter));
  return new UnexpectedAnswer(answer);
}
