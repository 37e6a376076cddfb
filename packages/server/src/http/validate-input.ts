/** Requests are parsed once, here, by the contract's schemas; routes get values they can trust. */
import type { Refusal } from '@gauntlet/contract';
import type { FastifySchemaCompiler, FastifySerializerCompiler } from 'fastify';
import type { z } from 'zod';
import { describeIssues, summariseFaults } from './describe-issues.ts';
import { Refused } from './refused.ts';

type Part = 'body' | 'querystring' | 'params' | 'headers';

/** Fastify hands `null` for a body that is not there. */
export const validateInput: FastifySchemaCompiler<z.ZodType> =
  ({ schema, httpPart }) =>
  (data: unknown) => {
    const parsed = schema.safeParse(data === null ? undefined : data);
    if (parsed.success) return { value: parsed.data };
    return { error: new Refused(refusalOf(parsed.error, (httpPart ?? 'body') as Part)) };
  };

function refusalOf(error: z.ZodError, part: Part): Refusal {
  const faults = describeIssues(error.issues);
  const said = summariseFaults(faults);
  // An id that cannot be one names nothing.
  if (part === 'params') return { code: 'not-found', message: `There is nothing at this address (${said}).` };
  const place = part === 'querystring' ? 'address' : part === 'headers' ? 'headers' : 'body';
  return { code: 'invalid-request', message: `The ${place} is not valid: ${said}.`, faults };
}

/** Answers are built by our own code in the contract's types: checking each again would only cost time. */
export const serialiseAnswer: FastifySerializerCompiler<unknown> = () => (data) => JSON.stringify(data);
