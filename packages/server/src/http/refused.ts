/** A refusal on its way to the client: thrown in a route, answered as a problem by the error handler. */
import type { ProblemCode, Refusal } from '@gauntlet/contract';
import type { Result } from '@gauntlet/core/kernel';

export class Refused extends Error {
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super(refusal.message);
    this.refusal = refusal;
  }
}

export const refused = (code: ProblemCode, message: string) => new Refused({ code, message });

/** The value, or the use case's refusal as an exception. */
export function accepted<Value>(result: Result<Value, Refusal>): Value {
  if (result.ok) return result.value;
  throw new Refused(result.error);
}

/** The same for what is of the instance. */
export function there<Value>(value: Value | null, what: string): Value {
  if (value !== null) return value;
  throw refused('not-found', `There is no such ${what}.`);
}

/** The thing, or a 404 that names it. Another team's and absent ones are told apart by nobody. */
export function found<Value>(value: Value | null, what: string): Value {
  if (value !== null) return value;
  throw refused('not-found', `There is no ${what} in your team or project.`);
}
