/**
 * What an answer of the API server means for whoever asked, when it is not the thing asked for. Also of an ERROR
 * within a watch, which comes with HTTP 200 and says the true code inside.
 */
import { end, type Standing, waiting } from './standing.ts';

export type StatusAnswer = {
  code?: number;
  reason?: string;
  message?: string;
  details?: { causes?: readonly { reason?: string }[]; retryAfterSeconds?: number };
};

/**
 * - `already-there`: whose it is must be looked up; ours is as good as made just now.
 * - `relist`: what was known is too old to go on from.
 * - `later`: the same request again, after a pause.
 * - `no-room`: a quota, which may have room later.
 * - `refused`: again would be refused again.
 */
export type AnswerMeaning = 'already-there' | 'not-there' | 'relist' | 'later' | 'no-room' | 'refused';

export function judgeAnswer({ code = 0, reason = '', message = '' }: StatusAnswer): AnswerMeaning {
  if (reason === 'AlreadyExists') return 'already-there';
  if (code === 404) return 'not-there';
  if (code === 410 || reason === 'Expired' || reason === 'Gone') return 'relist';
  if (code === 403 && /exceeded quota/i.test(message)) return 'no-room';
  if (code === 401 || code === 403 || code === 400 || code === 422 || code === 405) return 'refused';
  return 'later';
}

/** How a group stands whose Job was answered so. */
export function judgeCreation(answer: StatusAnswer): Standing {
  const { message = 'the API server says no more' } = answer;
  const meaning = judgeAnswer(answer);
  if (meaning === 'no-room') {
    const text = `Waiting for room in the quota of the namespace: ${message}`;
    return waiting('quota', text, end('infrastructure', 'capacity', text));
  }
  if (meaning === 'refused' || meaning === 'not-there')
    return {
      phase: 'stuck',
      end: end('user-error', 'job-refused', `The cluster refuses the Job: ${message}`),
    };
  const text = `The Job could not be made yet: ${message}`;
  return waiting('creation', text, end('infrastructure', 'not-started', text));
}
