/** Verdicts and failure reasons in words, with what to do about them. */
import type { Counts, FailureReason, QuarantinedCounts, Verdict } from '@gauntlet/contract';

/** `tone` names a colour and an icon; the words say the same to those who see neither. */
export type Tone = 'pass' | 'fail' | 'flaky' | 'warn' | 'quiet';
export type VerdictWords = { tone: Tone; title: string; sentence: string; advice: string | null };

const TITLES: Record<Verdict, { tone: Tone; title: string }> = {
  passed: { tone: 'pass', title: 'Passed' },
  flaky: { tone: 'flaky', title: 'Passed, but flaky' },
  failed: { tone: 'fail', title: 'Failed' },
  infrastructure: { tone: 'warn', title: 'Could not be judged' },
  timeout: { tone: 'warn', title: 'Timed out' },
  cancelled: { tone: 'quiet', title: 'Cancelled' },
  expired: { tone: 'quiet', title: 'Never started' },
  rejected: { tone: 'warn', title: 'Rejected' },
};

const ADVICE: Record<FailureReason, string | null> = {
  'tests-failed': 'Start with the first failure below; “rerun failed” runs only what went wrong.',
  'no-tests': 'Check the paths, patterns and tags of the definition: they selected nothing that ran.',
  'unit-without-results':
    'Look into the output of that unit: the runner ended in order but reported no test of it.',
  'unit-missing':
    'Run everything once more (not the failures alone): what is there now has to pass as a whole.',
  'units-not-reported':
    'Look at the groups and their logs, then run it again; nothing here says a test is wrong.',
  'counts-differ':
    'Run it again. If it stays so, keep the logs of the groups and file a bug against Gauntlet.',
  'exit-code-disagrees':
    'Something outside the tests failed: look at the end of the log for an unhandled error, a coverage threshold or a failing tear-down.',
  'runner-crashed': 'Look at the end of the log: out of memory, a process.exit in a test, or a native crash.',
  'report-malformed':
    'Look at the raw report among the artifacts; a test that writes to it, or a killed runner, cuts it off.',
  'unit-timeout':
    'Find what the unit waits for in its output, or raise timeouts.unitSeconds in the definition.',
  'content-unavailable': 'Check the address and the credentials of the content, then run it again.',
  'ref-not-found': 'Check the spelling of the branch, tag or commit, and that it was pushed.',
  'content-invalid':
    'Pack the content again: it must stay inside its folder and within the size limits, and content.path is a folder in it.',
  'framework-not-found':
    'Name the framework in the definition, or run it from the folder that holds its configuration.',
  'setup-failed':
    'Look into the set-up log; the commands run in a fresh copy, without what lies on your own machine.',
  'listing-failed': 'List the tests by hand with the framework; the log holds its own message.',
  'secret-missing': 'Store the secret that the definition names, or take it out of the definition.',
  'group-lost': 'Look at the node of the lost group (memory, disk, restarts), then run it again.',
  'executor-failed': 'Run “gauntlet doctor”: the machine or cluster could not start the group.',
  'image-unavailable':
    'Check the name under image in the definition, and that its environment may pull it (imagePullSecrets).',
  'pod-refused':
    'Show the message to whoever runs the cluster: its quotas, policies and settings decide what it takes.',
  'out-of-memory': 'Raise resources.memory in the definition, or find what holds so much.',
  'disk-limit': 'Let the tests write less, or clean up behind them.',
  'does-not-fit': 'Lower resources in the definition, or name another environment.',
  'disk-full': 'Free some space where Gauntlet keeps its data, then run it again.',
  'run-timeout': 'See in the timeline what took the time; more groups help, or raise timeouts.runSeconds.',
  'queue-timeout':
    'There was no capacity in time: raise the priority, timeouts.queueSeconds, or the capacity.',
  'cancelled-by-user': 'The results that were in before the cancellation are below.',
  'internal-error': 'Run it again. If it stays so, file a bug against Gauntlet with the server’s log.',
};

export type Judged = {
  verdict: Verdict;
  failureReason: FailureReason | null;
  failureMessage: string | null;
  counts: Counts;
  quarantined: QuarantinedCounts | null;
};

export function describeVerdict(judged: Judged): VerdictWords {
  const { tone, title } = TITLES[judged.verdict];
  const advice = judged.failureReason ? ADVICE[judged.failureReason] : flakyAdvice(judged.verdict);
  return { tone, title, sentence: judged.failureMessage ?? describeCounts(judged), advice };
}

const flakyAdvice = (verdict: Verdict) =>
  verdict === 'flaky'
    ? 'A test that passes only sometimes hides real faults: see the flaky tests below.'
    : null;

function describeCounts({ verdict, counts, quarantined }: Judged): string {
  const skipped = counts.skipped > 0 ? `, ${counts.skipped.toLocaleString('en')} skipped` : '';
  const excused = quarantined?.failed ?? 0;
  if (excused > 0 && (verdict === 'passed' || verdict === 'flaky'))
    return `${plural(counts.passed, 'test')} passed${skipped}. ${plural(excused, 'test')} failed in quarantine and ${excused === 1 ? 'is' : 'are'} not counted.`;
  if (verdict === 'passed') return `All ${plural(counts.passed, 'test')} passed${skipped}.`;
  if (verdict === 'flaky') return `${plural(counts.flaky, 'test')} passed only on a retry${skipped}.`;
  if (counts.failed > 0)
    return `${counts.failed.toLocaleString('en')} of ${plural(counts.total, 'test')} failed.`;
  return counts.total === 0 ? 'No test ran.' : `${plural(counts.total, 'test')} ran${skipped}.`;
}

export const plural = (count: number, noun: string): string =>
  `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`;

export const describeReason = (reason: FailureReason): string => {
  const words = reason.replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
};
