/** Brings a case that a parser read within the limits; the one door through which cases leave here. */
import {
  type CaseAssertion,
  type CaseAttachment,
  type CaseLine,
  MOST_WHOLE,
  type ReportLineInput,
} from '@gauntlet/contract';
import { boundName, boundText, TEXT_LIMITS } from './bound-text.ts';

export type CaseInput = Extract<ReportLineInput, { type: 'case' }>;

const UNNAMED = '(no name)';
/** Beyond 24 days a duration is a mistake of its writer, not a measurement; the server holds no longer one. */
const LONGEST_MS = MOST_WHOLE;

function boundDuration(durationMs: number | undefined): number {
  return durationMs !== undefined && durationMs > 0 && durationMs <= LONGEST_MS ? durationMs : 0;
}

function boundSuite(suite: readonly string[]): string[] {
  const kept = suite
    .slice(0, TEXT_LIMITS.suiteDepth)
    .map((name) => boundName(name, TEXT_LIMITS.suiteNameBytes));
  return suite.length > kept.length
    ? [...kept.slice(0, -1), boundName(suite.slice(kept.length - 1).join(' > '), TEXT_LIMITS.suiteNameBytes)]
    : kept;
}

const textOrNothing = (text: string | undefined, limitBytes: number): string | undefined =>
  text === undefined || text === '' ? undefined : boundText(text, limitBytes);

function boundAssertions(assertions: CaseInput['assertions']): CaseAssertion[] {
  return (assertions ?? []).slice(0, TEXT_LIMITS.listLength).map((assertion) => ({
    type: boundText(assertion.type, TEXT_LIMITS.tagBytes),
    passed: assertion.passed,
    expected: textOrNothing(assertion.expected, TEXT_LIMITS.assertionBytes),
    actual: textOrNothing(assertion.actual, TEXT_LIMITS.assertionBytes),
    message: textOrNothing(assertion.message, TEXT_LIMITS.messageBytes),
  }));
}

function boundAttachments(attachments: CaseInput['attachments']): CaseAttachment[] {
  const byPath = new Map((attachments ?? []).map((attachment) => [attachment.path, attachment]));
  return [...byPath.values()]
    .filter((attachment) => !attachment.path.includes('\0'))
    .slice(0, TEXT_LIMITS.listLength)
    .map((attachment) => ({
      name: boundName(attachment.name, TEXT_LIMITS.tagBytes),
      path: attachment.path,
      kind: attachment.kind ?? 'attachment',
      contentType: textOrNothing(attachment.contentType, TEXT_LIMITS.tagBytes),
    }));
}

const positiveInteger = (value: number | undefined): number | undefined =>
  value !== undefined && Number.isInteger(value) && value > 0 && value <= MOST_WHOLE ? value : undefined;

export function boundCase(input: CaseInput): CaseLine {
  return {
    type: 'case',
    name: boundName(input.name, TEXT_LIMITS.nameBytes) || UNNAMED,
    suite: boundSuite(input.suite ?? []),
    status: input.status,
    file: textOrNothing(input.file, TEXT_LIMITS.pathBytes),
    line: positiveInteger(input.line),
    durationMs: boundDuration(input.durationMs),
    message: textOrNothing(input.message, TEXT_LIMITS.messageBytes),
    stack: textOrNothing(input.stack, TEXT_LIMITS.stackBytes),
    output: textOrNothing(input.output, TEXT_LIMITS.outputBytes),
    flaky: input.flaky ?? false,
    retries: positiveInteger(input.retries) ?? 0,
    project: textOrNothing(input.project, TEXT_LIMITS.tagBytes),
    ...(input.repetition === undefined ? {} : { repetition: input.repetition }),
    tags: (input.tags ?? [])
      .slice(0, TEXT_LIMITS.listLength)
      .map((tag) => boundName(tag, TEXT_LIMITS.tagBytes)),
    assertions: boundAssertions(input.assertions),
    attachments: boundAttachments(input.attachments),
  };
}

const KIND_BY_ENDING: readonly [RegExp, CaseAttachment['kind']][] = [
  [/\.(png|jpe?g|webp|gif|bmp)$/i, 'screenshot'],
  [/\.(webm|mp4|mov|mkv)$/i, 'video'],
  [/trace[^/]*\.zip$/i, 'trace'],
];

/** What an attachment most likely is, by the ending of its path. */
function attachmentKind(path: string): CaseAttachment['kind'] {
  return KIND_BY_ENDING.find(([ending]) => ending.test(path))?.[1] ?? 'attachment';
}

/** The attachment at `path`, or nothing when it is an address or data rather than a file. */
export function attachmentAt(path: string): CaseAttachment | undefined {
  const trimmed = path.trim();
  if (trimmed === '' || /^([a-z][a-z0-9+.-]+:\/\/|data:)/i.test(trimmed)) return undefined;
  return { name: trimmed.split('/').at(-1) ?? trimmed, path: trimmed, kind: attachmentKind(trimmed) };
}
