/** RFC 9457 problem details, and the one table from refusal codes to HTTP statuses. */
import { z } from 'zod';
import { QuotaExcess } from './quotas.ts';

export const PROBLEM_STATUS = {
  'invalid-request': 400,
  'malformed-body': 400,
  'sign-in-failed': 400,
  'authorization-pending': 400,
  'not-signed-in': 401,
  'not-allowed': 403,
  'authorization-refused': 403,
  'not-found': 404,
  'method-not-allowed': 405,
  'not-acceptable': 406,
  'request-too-slow': 408,
  'already-ended': 409,
  'already-exists': 409,
  'last-admin': 409,
  'key-in-use': 409,
  'in-use': 409,
  'changed-meanwhile': 409,
  'idempotency-key-reused': 409,
  'group-ended': 409,
  'sequence-gap': 409,
  'checksum-differs': 409,
  'link-expired': 410,
  'authorization-expired': 410,
  'too-large': 413,
  'unsupported-media-type': 415,
  'invalid-definition': 422,
  'framework-unknown': 422,
  'secret-missing': 422,
  'channel-missing': 422,
  'environment-missing': 422,
  'environment-disabled': 422,
  'executor-missing': 422,
  'resources-exceed-environment': 422,
  'upload-not-found': 422,
  'headers-too-large': 431,
  'quota-exceeded': 429,
  'rate-limited': 429,
  'slow-down': 429,
  'internal-error': 500,
  'storage-full': 507,
  unavailable: 503,
} as const satisfies Record<string, number>;
export type ProblemCode = keyof typeof PROBLEM_STATUS;

/** A refusal as the server's use cases return it. `message` says what, which, and what to do. */
export type Refusal<Code extends ProblemCode = ProblemCode> = {
  code: Code;
  message: string;
  /** Where in the request: one entry a fault. */
  faults?: { path: string; message: string }[];
  retryAfterSeconds?: number;
  /** Of `quota-exceeded`. */
  quota?: QuotaExcess;
};

export const Problem = z
  .object({
    type: z.string().describe('urn:gauntlet:problem:<code>'),
    title: z.string(),
    status: z.number().int(),
    detail: z.string().describe('what, which, and what to do'),
    code: z.enum(Object.keys(PROBLEM_STATUS) as [ProblemCode, ...ProblemCode[]]),
    instance: z.string().optional().describe("id of the request, as in the server's log"),
    faults: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
    quota: QuotaExcess.optional().describe('which quota, of `quota-exceeded`'),
  })
  .meta({ id: 'Problem' });
export type Problem = z.infer<typeof Problem>;
