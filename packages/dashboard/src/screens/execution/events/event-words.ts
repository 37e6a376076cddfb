/** The events of an execution in words. */
import type { Tone } from '../../../kit/outcome.tsx';
import { formatDuration, plural } from '../../../kit/quantities.ts';
import { FAULTS, WAITS } from '../../../parts/pod-words.ts';
import { reasonWords } from '../../../parts/reasons.ts';
import type { Recorded } from '../queries.ts';

type Event = Recorded['event'];
type Data<Type extends Event['type']> = Extract<Event, { type: Type }>['data'];
export type EventWords = { tone: Tone; text: string; detail?: string };

const group = (index: number) => `Group ${index + 1}`;

const BECAUSE: Readonly<Record<string, string>> = {
  'validation-began': 'it is checked',
  'validation-passed': 'it is in order',
  'validation-failed': 'it cannot be run',
  'resources-available': 'there is room for it',
  'user-cancelled': 'it was cancelled',
  'queue-timed-out': 'it waited longer than its limit',
  'pod-created': 'its first group was started',
  'infrastructure-failed': 'the platform could not run it to its end',
  'execution-timed-out': 'it took longer than its limit',
  initialized: 'content and tools are there',
  'initialization-failed': 'it could not be prepared',
  'ending-began': 'the last unit was reported, or it is being ended',
  'all-tests-done': 'all tests are done',
  'tests-failed': 'tests failed',
  'retry-available': 'it may be tried again',
  'retry-scheduled': 'it is tried again',
  'cleanup-began': 'what it left is stored',
  'artifacts-stored': 'everything is stored',
};

const PHASES: Readonly<Record<string, string>> = {
  fetching: 'fetches the content',
  'setting-up': 'sets up',
  listing: 'lists the tests',
  copying: 'makes its own copy',
  running: 'runs tests',
  uploading: 'uploads what was left',
};

const OUTCOMES: Readonly<Record<string, { tone: Tone; word: string }>> = {
  passed: { tone: 'pass', word: 'passed' },
  failed: { tone: 'fail', word: 'failed' },
  error: { tone: 'fail', word: 'ended with an error' },
  skipped: { tone: 'quiet', word: 'was skipped' },
};

const withDetail = (words: EventWords, detail: string | undefined): EventWords =>
  detail ? { ...words, detail } : words;

function statusWords({ to, because, attempt, message }: Data<'status-changed'>): EventWords {
  const again = attempt > 0 ? ` (attempt ${attempt + 1})` : '';
  const why = because === to ? '' : `: ${BECAUSE[because] ?? because.replaceAll('-', ' ')}`;
  return withDetail({ tone: 'accent', text: `Is now ${to}${again}${why}.` }, message);
}

function planWords({
  framework,
  units,
  expectedTests,
  groups,
  setup,
  commit,
  estimatedMs,
}: Data<'plan-made'>): EventWords {
  const tests = expectedTests === null ? '' : ` with ${plural(expectedTests, 'test')}`;
  const by = groups > 1 ? ` in ${groups} groups` : '';
  const last = estimatedMs === null ? '' : `, ${formatDuration(estimatedMs)} of work by earlier runs`;
  const detail = [setup, ...(commit ? [`commit ${commit}`] : [])].filter(Boolean).join(' · ');
  return withDetail(
    { tone: 'quiet', text: `${framework}: ${plural(units, 'unit')}${tests}${by}${last}.` },
    detail,
  );
}

function unitWords({
  title,
  outcome,
  reason,
  message,
  counts,
  durationMs,
  groupIndex,
}: Data<'unit-finished'>): EventWords {
  const { tone, word } = OUTCOMES[outcome] ?? { tone: 'quiet' as const, word: outcome };
  const failed = counts.failed > 0 ? `, ${counts.failed} failed` : '';
  const text = `${title} ${word} in ${formatDuration(durationMs)}: ${plural(counts.total, 'test')}${failed}. ${group(groupIndex)}.`;
  return withDetail({ tone, text }, message ?? (reason && reasonWords(reason).text));
}

function verdictWords({ verdict, reason, message, durationMs, attempts }: Data<'verdict-given'>): EventWords {
  const tone = { passed: 'pass', flaky: 'flaky', failed: 'fail' }[verdict as string] ?? 'warn';
  const tries = attempts > 1 ? ` after ${attempts} attempts` : '';
  const text = `Verdict: ${verdict}${tries}, in ${formatDuration(durationMs)}.`;
  return withDetail({ tone: tone as Tone, text }, message ?? (reason && reasonWords(reason).text));
}

/** An event of a newer server is called by its name. */
export function eventWords(event: Event): EventWords {
  switch (event.type) {
    case 'status-changed':
      return statusWords(event.data);
    case 'phase-changed': {
      const { groupIndex, phase, detail } = event.data;
      return withDetail({ tone: 'quiet', text: `${group(groupIndex)} ${PHASES[phase] ?? phase}.` }, detail);
    }
    case 'plan-made':
      return planWords(event.data);
    case 'group-started':
      return { tone: 'quiet', text: `${group(event.data.groupIndex)} started on ${event.data.nodeName}.` };
    case 'group-waiting': {
      const { groupIndex, for: what, message } = event.data;
      return {
        tone: 'warn',
        text: `${group(groupIndex)} waits for ${WAITS[what]}.`,
        detail: message,
      };
    }
    case 'group-warned': {
      const { groupIndex, message } = event.data;
      return { tone: 'warn', text: `${group(groupIndex)} was warned of.`, detail: message };
    }
    case 'group-finished': {
      const { groupIndex, units, counts } = event.data;
      const text = `${group(groupIndex)} finished: ${plural(units, 'unit')}, ${plural(counts.total, 'test')}.`;
      return { tone: 'quiet', text };
    }
    case 'group-lost': {
      const { groupIndex, why, unitsReturned, by } = event.data;
      const fault = by === undefined ? '' : ` ${FAULTS[by]}`;
      const back = unitsReturned > 0 ? ` ${plural(unitsReturned, 'unit')} went back to the others.` : '';
      return { tone: 'warn', text: `${group(groupIndex)} was lost${fault}.${back}`, detail: why };
    }
    case 'unit-started':
      return { tone: 'quiet', text: `${event.data.title} started in group ${event.data.groupIndex + 1}.` };
    case 'unit-finished':
      return unitWords(event.data);
    case 'unit-returned':
      return { tone: 'warn', text: `${event.data.title} was given back and will run again.` };
    case 'results-recorded':
      return {
        tone: 'quiet',
        text: `${plural(event.data.results, 'result')} of group ${event.data.groupIndex + 1} came in.`,
      };
    case 'cancel-requested':
      return { tone: 'warn', text: `${event.data.by} asked to cancel it.` };
    case 'verdict-given':
      return verdictWords(event.data);
    case 'failures-grouped':
      return {
        tone: 'quiet',
        text: `What failed is grouped by cause: ${plural(event.data.causes, 'cause')}.`,
      };
    case 'report-stored':
      return { tone: 'quiet', text: 'The reports are stored.' };
    default:
      return { tone: 'quiet', text: (event as { type: string }).type.replaceAll('-', ' ') };
  }
}

/** What one follows first: everything but the single units and results. */
export const isMilestone = ({ event }: Recorded): boolean =>
  !(event.type === 'unit-started' || event.type === 'results-recorded') &&
  !(event.type === 'unit-finished' && (event.data.outcome === 'passed' || event.data.outcome === 'skipped'));
