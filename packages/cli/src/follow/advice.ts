import type { FailureReason, Verdict } from '@gauntlet/contract';

/** The verdict as a headline. */
export const VERDICT_TITLE: Record<Verdict, string> = {
  passed: 'Passed',
  flaky: 'Passed, but flaky',
  failed: 'Failed',
  infrastructure: 'Could not run',
  timeout: 'Timed out',
  cancelled: 'Cancelled',
  expired: 'Expired in the queue',
  rejected: 'Rejected',
};

/** What went wrong, for when the server adds no words of its own. */
const REASON_TEXT: Record<FailureReason, string> = {
  'tests-failed': 'Tests failed.',
  'no-tests': 'No test ran.',
  'unit-without-results': 'A test file ended without a single result.',
  'unit-missing': 'What failed before is listed no more, so nothing was seen to pass.',
  'units-not-reported': 'Some of the listed tests were never reported.',
  'counts-differ': 'The counts of the agent and of the server differ.',
  'exit-code-disagrees': 'Every test passed, yet the runner ended with an error.',
  'runner-crashed': 'The test runner crashed or wrote no report.',
  'report-malformed': 'The report of the test runner cannot be read or is cut off.',
  'unit-timeout': 'A test file took longer than its limit.',
  'content-unavailable': 'The content could not be fetched.',
  'ref-not-found': 'The repository has no such branch, tag or commit.',
  'content-invalid': 'The content is not acceptable.',
  'framework-not-found': 'Nothing in the content tells how its tests are run.',
  'setup-failed': 'Preparing the dependencies failed.',
  'listing-failed': 'The framework could not list its tests.',
  'secret-missing': 'A secret is missing.',
  'group-lost': 'A group was lost and nothing could take its place.',
  'executor-failed': 'The test process could not be started.',
  'image-unavailable': 'The image of the pod cannot be had or is of no use.',
  'pod-refused': 'The cluster did not take the pod as it is described.',
  'out-of-memory': 'The tests took more memory than they asked for.',
  'disk-limit': 'The tests wrote more than a pod may.',
  'does-not-fit': 'No node of its environment could ever hold one of its pods.',
  'disk-full': 'The disk is full.',
  'run-timeout': 'The run took longer than its limit.',
  'queue-timeout': 'It waited in the queue longer than its limit.',
  'cancelled-by-user': 'It was cancelled.',
  'internal-error': 'Something broke inside Gauntlet.',
};
export const reasonText = (reason: FailureReason): string => REASON_TEXT[reason];

export type NextStep = { command?: string; text: string };
type Advise = (id: string) => NextStep[];

const logs = (id: string): NextStep => ({ command: `gauntlet logs ${id}`, text: 'what the tests printed' });
const setupLog = (id: string): NextStep => ({
  command: `gauntlet logs ${id} --stream setup`,
  text: 'what the set-up printed',
});
const results = (id: string): NextStep => ({
  command: `gauntlet results ${id}`,
  text: 'every result, failures first',
});
const again = (id: string): NextStep => ({ command: `gauntlet rerun ${id}`, text: 'runs it again' });
const failedAgain = (id: string): NextStep => ({
  command: `gauntlet rerun --failed ${id}`,
  text: 'runs only what failed',
});
const doctor: NextStep = { command: 'gauntlet doctor', text: 'checks what the server needs' };
const say = (text: string): NextStep => ({ text });

const NEXT: Record<FailureReason, Advise> = {
  'tests-failed': (id) => [failedAgain(id), results(id)],
  'no-tests': (id) => [
    say('Check that the paths and the framework are the right ones: --framework, --path.'),
    logs(id),
  ],
  'unit-without-results': (id) => [logs(id), failedAgain(id)],
  'unit-missing': (id) => [again(id)],
  'units-not-reported': (id) => [logs(id), failedAgain(id)],
  'counts-differ': (id) => [logs(id), again(id)],
  'exit-code-disagrees': (id) => [
    say('Look for an error after the last test: an open handle, a failed hook, a coverage threshold.'),
    logs(id),
  ],
  'runner-crashed': (id) => [logs(id), failedAgain(id)],
  'report-malformed': (id) => [
    logs(id),
    { command: `gauntlet artifacts ${id}`, text: 'the report as it was written' },
  ],
  'unit-timeout': (id) => [say('Give it more time by --unit-timeout, or look for what hangs.'), logs(id)],
  'content-unavailable': () => [say('Check URL and credentials of the content.')],
  'ref-not-found': () => [say('Check the ref of the content, and that it was pushed.')],
  'content-invalid': () => [
    say('Mend the content, or leave out what is too large or leads outside by a .gauntletignore file.'),
  ],
  'framework-not-found': () => [
    say('Name it by --framework.'),
    { command: 'gauntlet framework list', text: 'shows what there is' },
  ],
  'setup-failed': (id) => [
    setupLog(id),
    say('Give other set-up commands in the definition, or --setup none.'),
  ],
  'listing-failed': (id) => [logs(id)],
  'secret-missing': () => [{ command: 'gauntlet secret set NAME', text: 'stores it' }],
  'group-lost': (id) => [doctor, failedAgain(id)],
  'executor-failed': (id) => [doctor, again(id)],
  'image-unavailable': () => [
    say('Check the name under image, and that the environment may pull it (imagePullSecrets).'),
  ],
  'pod-refused': () => [
    say(
      'Show the message to whoever runs the cluster: quotas, policies and settings of the namespace decide.',
    ),
    { command: 'gauntlet cluster check NAME', text: 'shows which permissions are missing' },
  ],
  'out-of-memory': (id) => [say('Ask for more under resources.memory.'), logs(id)],
  'disk-limit': (id) => [say('Let the tests write less, or clean up behind them.'), logs(id)],
  'does-not-fit': () => [say('Lower resources, or name another environment.')],
  'disk-full': () => [doctor],
  'run-timeout': (id) => [say('Give it more time by --timeout, or more groups by --parallel.'), logs(id)],
  'queue-timeout': () => [
    { command: 'gauntlet list --status queued,running', text: 'shows what it waited for' },
  ],
  'cancelled-by-user': (id) => [again(id)],
  'internal-error': (id) => [doctor, again(id)],
};

/** What to do about it. @param id the short id */
export const nextSteps = (reason: FailureReason, id: string): NextStep[] => NEXT[reason](id);
