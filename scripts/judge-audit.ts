/** What `npm audit --json` has found, held against the exceptions that are explained. */
import { z } from 'zod';

const Advisory = z.object({
  name: z.string(),
  title: z.string(),
  url: z.string(),
  severity: z.string(),
  range: z.string(),
});
const AuditReport = z.object({
  /** `via` names other packages where the fault is theirs. */
  vulnerabilities: z.record(z.string(), z.object({ via: z.array(z.union([z.string(), Advisory])) })),
});

/** Of audit-exceptions.json. */
export const AuditExceptions = z.array(
  z.strictObject({
    advisory: z.string().regex(/^GHSA(-[a-z0-9]{4}){3}$/, 'the id of an advisory, GHSA-xxxx-xxxx-xxxx'),
    why: z.string().min(20, 'why it does not concern us, in a sentence'),
    until: z.iso.date().describe('the day on which it is looked at again'),
  }),
);
export type AuditExceptions = z.infer<typeof AuditExceptions>;

export type Finding = { advisory: string; text: string };

/** Null for what is no report: a registry that does not know how to answer. */
export function findingsOf(output: string): Finding[] | null {
  const report = AuditReport.safeParse(parseJson(output));
  if (!report.success) return null;
  const advisories = Object.values(report.data.vulnerabilities)
    .flatMap(({ via }) => via)
    .filter((via) => typeof via !== 'string');
  const found = advisories.map(({ url, severity, name, range, title }): [string, Finding] => {
    const advisory = url.split('/').at(-1) ?? url;
    return [advisory, { advisory, text: `${severity}: ${name} ${range}: ${title} (${url})` }];
  });
  return [...new Map(found).values()];
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null; // It said something else, which is as good as nothing.
  }
}

/** @returns what is wrong, one sentence each: unexplained findings, exceptions out of date or without a finding */
export function judgeFindings(
  findings: readonly Finding[],
  exceptions: AuditExceptions,
  now: Date,
): string[] {
  const today = now.toISOString().slice(0, 10);
  const unexplained = findings.flatMap(({ advisory, text }) => {
    const exception = exceptions.find((each) => each.advisory === advisory);
    if (exception === undefined) return [text];
    return exception.until < today ? [`${text}; its exception ended on ${exception.until}`] : [];
  });
  const found = new Set(findings.map(({ advisory }) => advisory));
  const needless = exceptions.filter(({ advisory }) => !found.has(advisory));
  return [
    ...unexplained,
    ...needless.map(
      ({ advisory }) => `${advisory} is not found any more: take it out of audit-exceptions.json`,
    ),
  ];
}
