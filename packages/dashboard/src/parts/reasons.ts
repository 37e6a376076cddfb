/** Why something is not green, in words, and what to do about it. */
import type { Schema } from '../api/client.ts';

type Reason = NonNullable<Schema['Execution']['failureReason']>;
type Words = { text: string; advice: string };

const WORDS: Readonly<Record<Reason, Words>> = {
  'tests-failed': {
    text: 'Tests failed.',
    advice: 'Begin with the first failure. “Rerun failed” runs only what went wrong.',
  },
  'no-tests': {
    text: 'No test ran.',
    advice: 'Check the paths, patterns and tags of the definition: they selected nothing that ran.',
  },
  'unit-without-results': {
    text: 'A test file ended without a single result.',
    advice: 'Look into its output: the runner ended in order but reported no test of it.',
  },
  'unit-missing': {
    text: 'What failed before is listed no more, so it was not seen to pass.',
    advice: 'Run everything once more, not the failures alone: what is there now has to pass as a whole.',
  },
  'units-not-reported': {
    text: 'Some of the listed tests were never reported.',
    advice: 'Look at the groups and their logs, then run it again; nothing here says that a test is wrong.',
  },
  'counts-differ': {
    text: 'The counts of the agent and of the server differ.',
    advice: 'Run it again. If it stays so, keep the logs and report a bug of Gauntlet.',
  },
  'exit-code-disagrees': {
    text: 'Every test passed, yet the runner ended with an error.',
    advice: 'Look at the end of the log: an unhandled error, a coverage threshold or a failing tear-down.',
  },
  'runner-crashed': {
    text: 'The test runner crashed or wrote no report.',
    advice: 'Look at the end of the log: out of memory, a process.exit in a test, or a native crash.',
  },
  'report-malformed': {
    text: 'The report of the test runner cannot be read or is cut off.',
    advice: 'Look at the raw report among the artifacts: a killed runner cuts it off.',
  },
  'unit-timeout': {
    text: 'A test file took longer than its limit.',
    advice: 'Find what it waits for in its output, or raise timeouts.unitSeconds in the definition.',
  },
  'content-unavailable': {
    text: 'The content could not be fetched.',
    advice: 'Check the address and the credentials of the content, then run it again.',
  },
  'ref-not-found': {
    text: 'The repository has no such branch, tag or commit.',
    advice: 'Check the spelling, and that it was pushed.',
  },
  'content-invalid': {
    text: 'The content is not acceptable.',
    advice: 'Pack it again: it must stay inside its folder and within the size limits.',
  },
  'framework-not-found': {
    text: 'Nothing in the content tells how its tests are run.',
    advice: 'Name the framework in the definition, or run it from the folder that holds its configuration.',
  },
  'setup-failed': {
    text: 'Preparing the dependencies failed.',
    advice: 'Look into the set-up log: the commands run in a fresh copy, without what lies on your machine.',
  },
  'listing-failed': {
    text: 'The framework could not list its tests.',
    advice: 'List them by hand with the framework; the log holds its own message.',
  },
  'secret-missing': {
    text: 'A secret is missing.',
    advice: 'Store the secret that the definition names, or take it out of the definition.',
  },
  'group-lost': {
    text: 'A group was lost and nothing could take its place.',
    advice: 'Look at the node of the lost group (memory, disk, restarts), then run it again.',
  },
  'executor-failed': {
    text: 'The test process could not be started.',
    advice: 'Run “gauntlet doctor”: the machine or cluster could not start the group.',
  },
  'image-unavailable': {
    text: 'The image of the pod cannot be had or is of no use.',
    advice: 'Check the name under image, and that the environment may pull it (imagePullSecrets).',
  },
  'pod-refused': {
    text: 'The cluster did not take the pod as it is described.',
    advice: 'Show the message to whoever runs the cluster: its quotas, policies and settings decide.',
  },
  'out-of-memory': {
    text: 'The tests took more memory than they asked for.',
    advice: 'Raise resources.memory in the definition, or find what holds so much.',
  },
  'disk-limit': {
    text: 'The tests wrote more than a pod may.',
    advice: 'Let them write less, or clean up behind them.',
  },
  'does-not-fit': {
    text: 'No node of its environment could ever hold one of its pods.',
    advice: 'Lower resources in the definition, or name another environment.',
  },
  'disk-full': { text: 'The disk is full.', advice: 'Free some space where Gauntlet keeps its data.' },
  'run-timeout': {
    text: 'The run took longer than its limit.',
    advice: 'See in the timeline what took the time; more groups help, or raise timeouts.runSeconds.',
  },
  'queue-timeout': {
    text: 'It waited in the queue longer than its limit.',
    advice: 'Raise the priority, timeouts.queueSeconds, or the capacity.',
  },
  'cancelled-by-user': { text: 'It was cancelled.', advice: 'The results that were in before are kept.' },
  'internal-error': {
    text: 'Something broke inside Gauntlet.',
    advice: 'Run it again. If it stays so, report a bug with the log of the server.',
  },
};

/** For a reason of a newer server the code itself. */
export const reasonWords = (reason: string): Words =>
  WORDS[reason as Reason] ?? { text: reason.replaceAll('-', ' '), advice: '' };
