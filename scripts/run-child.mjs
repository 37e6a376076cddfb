import { spawn } from 'node:child_process';
import { constants } from 'node:os';

const FORWARDED = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);

/**
 * A terminal sends Ctrl-C to its whole foreground group, so the child has it already; sending it
 * again would be the second Ctrl-C, which commonly means "at once, without tidying up".
 *
 * @param {NodeJS.Signals} signal
 */
const cameFromTerminal = (signal) =>
  signal === 'SIGINT' && [process.stdin, process.stdout, process.stderr].some((stream) => stream.isTTY);

/**
 * Runs a command to its end, handing on the signals that this process gets meanwhile.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {import('node:child_process').SpawnOptions} [options] stdio is inherited unless said otherwise
 * @returns {Promise<number>} its exit code; 128 + the signal's number when a signal ended it, as shells say it
 */
export async function runChild(command, args, options = {}) {
  /** @type {import('node:child_process').ChildProcess | undefined} */
  let child;
  const forward = (/** @type {NodeJS.Signals} */ signal) => {
    if (!cameFromTerminal(signal)) child?.kill(signal);
  };
  // Before the child is there: a signal that comes at once is heard when it is, and does not end us alone.
  for (const signal of FORWARDED) process.on(signal, forward);
  try {
    child = spawn(command, args, { stdio: 'inherit', ...options });
    return await ended(child);
  } finally {
    for (const signal of FORWARDED) process.off(signal, forward);
  }
}

/** @param {import('node:child_process').ChildProcess} child @returns {Promise<number>} */
function ended(child) {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve(code ?? 128 + (signal ? constants.signals[signal] : 0)));
  });
}
