/** Refusals as RFC 9457 problem details. */
import { PROBLEM_STATUS, type Problem, type ProblemCode, type Refusal } from '@gauntlet/contract';

const TITLES: Readonly<Record<ProblemCode, string>> = {
  'invalid-request': 'The request is not valid',
  'malformed-body': 'The body cannot be read',
  'sign-in-failed': 'The sign-in did not work',
  'authorization-pending': 'Nobody has decided yet',
  'not-signed-in': 'Not signed in',
  'not-allowed': 'Not allowed',
  'authorization-refused': 'The sign-in was refused',
  'not-found': 'Not found',
  'method-not-allowed': 'Not a method of this address',
  'not-acceptable': 'No such representation',
  'request-too-slow': 'The request came too slowly',
  'already-ended': 'It has ended already',
  'already-exists': 'It exists already',
  'last-admin': 'Somebody must stay an admin',
  'changed-meanwhile': 'It was changed meanwhile',
  'idempotency-key-reused': 'The Idempotency-Key was used for another request',
  'group-ended': 'The group has ended',
  'sequence-gap': 'A report or a claim is missing',
  'checksum-differs': 'The bytes are not those announced',
  'link-expired': 'The link has expired',
  'authorization-expired': 'The code is no longer good',
  'too-large': 'Too large',
  'unsupported-media-type': 'Not a type of body that is read here',
  'invalid-definition': 'The definition is not valid',
  'framework-unknown': 'The framework is not known',
  'secret-missing': 'A secret is missing',
  'channel-missing': 'A notification channel is missing',
  'key-in-use': 'The key is still needed',
  'in-use': 'It is in use',
  'environment-missing': 'The environment is not there',
  'environment-disabled': 'The environment is disabled',
  'executor-missing': 'Nothing here runs tests in that environment',
  'resources-exceed-environment': 'More than there is room for',
  'upload-not-found': 'The upload is not there',
  'headers-too-large': 'The headers are too large',
  'quota-exceeded': 'The quota is used up',
  'rate-limited': 'Too many requests',
  'slow-down': 'Asked too often',
  'internal-error': 'Something went wrong here',
  'storage-full': 'The storage is full',
  unavailable: 'Not available at the moment',
};

export const PROBLEM_TYPE = 'application/problem+json; charset=utf-8';

/** @param instance id of the request, as in the server's log */
export function problemOf(refusal: Refusal, instance: string): Problem {
  const { code, message, faults, quota } = refusal;
  return {
    type: `urn:gauntlet:problem:${code}`,
    title: TITLES[code],
    status: PROBLEM_STATUS[code],
    detail: message,
    code,
    instance,
    ...(faults && faults.length > 0 ? { faults } : {}),
    ...(quota ? { quota } : {}),
  };
}
