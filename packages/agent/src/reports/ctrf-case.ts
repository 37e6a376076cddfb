/** One entry of a CTRF report's `results.tests`. Unknown fields are ignored, as the format asks. */
import type { CaseLine, CaseStatus } from '@gauntlet/contract';
import { z } from 'zod';
import { attachmentAt, boundCase } from './bound-case.ts';

const Attachment = z.object({
  name: z.string().optional(),
  path: z.string(),
  contentType: z.string().optional(),
});
const Texts = z.array(z.string()).nullish();

export const CtrfTest = z.object({
  name: z.string(),
  status: z.enum(['passed', 'failed', 'skipped', 'pending', 'other']),
  duration: z.number().nullish(),
  suite: z.union([z.string(), z.array(z.string())]).nullish(),
  message: z.string().nullish(),
  trace: z.string().nullish(),
  filePath: z.string().nullish(),
  line: z.number().nullish(),
  flaky: z.boolean().nullish(),
  retries: z.number().nullish(),
  retryAttempts: z.array(z.object({ attachments: z.array(Attachment).nullish() })).nullish(),
  tags: Texts,
  stdout: Texts,
  stderr: Texts,
  attachments: z.array(Attachment).nullish(),
});
export type CtrfTest = z.infer<typeof CtrfTest>;

/** `other` may be anything; it was not seen to pass, so it is an error. */
const STATUS_OF: Record<CtrfTest['status'], CaseStatus> = {
  passed: 'passed',
  failed: 'failed',
  skipped: 'skipped',
  pending: 'skipped',
  other: 'error',
};

const suiteOf = ({ suite }: CtrfTest): string[] =>
  (typeof suite === 'string' ? suite.split(' > ') : (suite ?? [])).filter((name) => name !== '');

function attachmentsOf(test: CtrfTest) {
  const tried = (test.retryAttempts ?? []).flatMap(({ attachments }) => attachments ?? []);
  return [...(test.attachments ?? []), ...tried].flatMap(({ name, path, contentType }) => {
    const attachment = attachmentAt(path);
    return attachment ? [{ ...attachment, name: name ?? attachment.name, contentType }] : [];
  });
}

export function caseOfCtrf(test: CtrfTest): CaseLine {
  const status = STATUS_OF[test.status];
  const bad = status === 'failed' || status === 'error';
  const message =
    test.message ?? (test.status === 'other' ? 'the report gives its status as "other"' : undefined);
  const retries = test.retries ?? Math.max(0, (test.retryAttempts?.length ?? 0) - 1);
  return boundCase({
    type: 'case',
    name: test.name,
    suite: suiteOf(test),
    status,
    durationMs: test.duration ?? 0,
    file: test.filePath ?? undefined,
    line: test.line ?? undefined,
    message,
    stack: test.trace ?? undefined,
    flaky: status === 'passed' && test.flaky === true,
    retries,
    output: [...(test.stdout ?? []), ...(test.stderr ?? [])].join('\n'),
    tags: test.tags ?? [],
    assertions: bad && message !== undefined ? [{ type: test.status, passed: false, message }] : [],
    attachments: attachmentsOf(test),
  });
}
