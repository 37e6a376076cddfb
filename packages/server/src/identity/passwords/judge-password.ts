/** Which passwords are taken: long ones. What is in them is their owner's business (NIST SP 800-63B). */
import type { Refusal } from '@gauntlet/contract';

const PASSWORD_LEAST = 10;
const PASSWORD_MOST = 200;

/** @returns what is wrong with it; null: nothing. */
export function judgePassword(password: string, username: string): string | null {
  const length = [...password].length;
  if (length < PASSWORD_LEAST)
    return `A password has at least ${PASSWORD_LEAST} characters; this one has ${length}.`;
  if (length > PASSWORD_MOST)
    return `A password has at most ${PASSWORD_MOST} characters; this one has ${length}.`;
  if (password.trim().toLowerCase() === username.toLowerCase()) return 'The user name is no password.';
  return null;
}

/** The same as a refusal of the order that it came with. */
export function refusePassword(password: string, username: string): Refusal<'invalid-request'> | null {
  const fault = judgePassword(password, username);
  if (fault === null) return null;
  return { code: 'invalid-request', message: fault, faults: [{ path: 'password', message: fault }] };
}
