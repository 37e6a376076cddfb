/** Requests are parsed once, here, by the contract's schemas; routes get values they can trust. */
import type { Refusal } from '@gauntlet/contract';
import type { FastifySchemaCompiler, FastifySerializerCompiler } from 'fastify';
import type { z } from 'zod';
import { describeIssues, summariseFaults } from './describe-issues.ts';
import { findBrokenNumbers } from './find-broken-numbers.ts';
import { findUnstorable, makeStorable } from './find-unstorable.ts';
import { Refused } from './refused.ts';

type Part = 'body' | 'querystring' | 'params' | 'headers';

/** Fastify hands `null` for a body that is not there. */
export const validateInput: FastifySchemaCompiler<z.ZodType> =
  ({ schema, httpPart, url }) =>
  (data: unknown) => {
    const part = (httpPart ?? 'body') as Part;
    const parsed = schema.safeParse(data === null ? undefined : data);
    const broken = part === 'querystring' ? findBrokenNumbers(schema, data) : [];
    if (!parsed.success || broken.length > 0)
      return { error: new Refused(refusalOf(joined(broken, parsed.error?.issues ?? []), part)) };
    if (isFromAgent(url)) return { value: makeStorable(parsed.data) };
    const unstorable = findUnstorable(parsed.data);
    if (unstorable.length > 0) return { error: new Refused(refusalOf(unstorable, part)) };
    return { value: parsed.data };
  };

/** One fault a place: of a broken number only that it is one. */
function joined(broken: readonly z.core.$ZodIssue[], issues: readonly z.core.$ZodIssue[]) {
  const named = new Set(broken.map(({ path }) => path[0]));
  return [...broken, ...issues.filter(({ path }) => !named.has(path[0] as PropertyKey))];
}

/** What they report is worth keeping whatever a test wrote into it. */
const isFromAgent = (url: string | undefined) => url?.startsWith('/agent/') ?? false;

function refusalOf(issues: readonly z.core.$ZodIssue[], part: Part): Refusal {
  const faults = describeIssues(issues);
  const said = summariseFaults(faults);
  // An id that cannot be one names nothing.
  if (part === 'params') return { code: 'not-found', message: `There is nothing at this address (${said}).` };
  const place = part === 'querystring' ? 'address' : part === 'headers' ? 'headers' : 'body';
  return { code: 'invalid-request', message: `The ${place} is not valid: ${said}.`, faults };
}

/** Answers are built by our own code in the contract's types: checking each again would only cost time. */
export const serialiseAnswer: FastifySerializerCompiler<unknown> = () => (data) => JSON.stringify(data);
