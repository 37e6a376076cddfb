/**
 * What a test run says of itself, as it says it: Gauntlet's own reporters append these as JSON
 * lines to the file named by GAUNTLET_REPORT; the JUnit, CTRF and TAP parsers yield the same.
 */
import { z } from 'zod';

export const CaseStatus = z.enum(['passed', 'failed', 'error', 'skipped']);
export type CaseStatus = z.infer<typeof CaseStatus>;

export const CaseAssertion = z.object({
  type: z.string(),
  expected: z.string().optional(),
  actual: z.string().optional(),
  passed: z.boolean(),
  message: z.string().optional(),
});
export type CaseAssertion = z.infer<typeof CaseAssertion>;

export const CaseAttachment = z.object({
  name: z.string(),
  path: z.string().describe('absolute, or relative to the working folder'),
  contentType: z.string().optional(),
  kind: z.enum(['screenshot', 'video', 'trace', 'attachment']).default('attachment'),
});
export type CaseAttachment = z.infer<typeof CaseAttachment>;

export const CaseLine = z.object({
  type: z.literal('case'),
  file: z.string().optional().describe('absolute, or relative to the working folder'),
  suite: z.array(z.string()).default([]).describe('names of the enclosing suites, outermost first'),
  name: z.string(),
  status: CaseStatus,
  durationMs: z.number().nonnegative().default(0),
  line: z.number().int().positive().optional(),
  message: z.string().optional(),
  stack: z.string().optional(),
  flaky: z.boolean().default(false).describe("passed only on a retry of the runner's own"),
  retries: z.number().int().nonnegative().default(0),
  output: z.string().optional().describe('what this test printed'),
  tags: z.array(z.string()).default([]),
  assertions: z.array(CaseAssertion).default([]),
  attachments: z.array(CaseAttachment).default([]),
  project: z.string().optional().describe("playwright's or vitest's project"),
  repetition: z
    .number()
    .int()
    .nonnegative()
    .optional()
    .describe('which of several runs of the same test that were asked for'),
});
export type CaseLine = z.infer<typeof CaseLine>;

/**
 * Where a file stands before its end. `started`: it is running now; `ran`: it does not run now, though
 * its cases have not all been told (Node.js reports files in their order, not as they finish), or though
 * it will go on later (Playwright runs one project after the other).
 */
export const FileStateLine = z.object({
  type: z.literal('file-state'),
  file: z.string(),
  state: z.enum(['started', 'ran']),
});
export type FileStateLine = z.infer<typeof FileStateLine>;

/** A file whose tests have all been reported. */
export const FileEndLine = z.object({
  type: z.literal('file-end'),
  file: z.string(),
  durationMs: z.number().nonnegative().optional().describe('wall time, where the runner can tell'),
});
export type FileEndLine = z.infer<typeof FileEndLine>;

/** The runner ended in order; without this line the report was cut off. */
export const EndLine = z.object({ type: z.literal('end'), cases: z.number().int().nonnegative().optional() });
export type EndLine = z.infer<typeof EndLine>;

/** A failure that belongs to no test: a broken file, a failed global set-up. */
export const ProblemLine = z.object({
  type: z.literal('problem'),
  message: z.string(),
  file: z.string().optional(),
});
export type ProblemLine = z.infer<typeof ProblemLine>;

export const ReportLine = z.discriminatedUnion('type', [
  CaseLine,
  FileStateLine,
  FileEndLine,
  EndLine,
  ProblemLine,
]);
export type ReportLine = z.infer<typeof ReportLine>;
export type ReportLineInput = z.input<typeof ReportLine>;
