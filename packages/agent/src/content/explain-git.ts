import { boundText } from '../reports/bound-text.ts';
import type { ContentRefusal } from './content-order.ts';
import type { GitOutcome } from './run-git.ts';

/** What git said, for which repository. */
export type GitFailure = {
  url: string;
  ref: string | undefined;
  credentials: 'given' | 'none';
  /** The end of git's error output, in English (LC_ALL=C). */
  said: string;
};

export const MISSING_REF =
  /couldn't find remote ref|not our ref|does not allow request for unadvertised|unadvertised object|no such remote ref|Unable to find [0-9a-f]{7,64} under/i;

type Explanation = { sign: RegExp; message: (failure: GitFailure, found: RegExpMatchArray) => string };

/** Tried in this order: git often says a general thing after the particular one. */
const EXPLANATIONS: readonly Explanation[] = [
  {
    sign: /Could not resolve (?:host|hostname|proxy):? ?([^\s;:]*)/i,
    message: ({ url }, found) =>
      `The host ${found[1] || 'of the repository'} of ${url} cannot be found. Check the name, and that this machine resolves it.`,
  },
  {
    sign: /SSL certificate|certificate verif|SSL routines|gnutls|TLS handshake/i,
    message: ({ url, said }) => `The certificate of ${url} is not trusted here: ${lastLine(said)}`,
  },
  {
    sign: /Host key verification failed|REMOTE HOST IDENTIFICATION HAS CHANGED/i,
    message: ({ url }) =>
      `The SSH host key of ${url} is not the one that is known here. If the host was renewed on purpose, update known_hosts.`,
  },
  {
    sign: /Load key .*|error loading key|error in libcrypto/i,
    message: () => 'The SSH key given cannot be read. It must be a private key without a passphrase.',
  },
  {
    sign: /repository not exported/i,
    message: ({ url }) => `There is no repository ${url}, or its server does not hand it out.`,
  },
  {
    sign: /Authentication failed|could not read (Username|Password)|terminal prompts disabled|Access denied|Permission denied[ ,]+(\(|please)|returned error: 40[13]|invalid credentials/i,
    message: ({ url, credentials }) =>
      credentials === 'given'
        ? `${url} refuses the credentials given. Check that the secret is current and may read this repository.`
        : `${url} needs credentials (or does not exist). Name a secret under content.credentials.`,
  },
  {
    sign: /Failed to connect|Couldn't connect|Could not connect|unable to connect|Connection (refused|timed out|reset)|No route to host|Network is unreachable|Operation timed out|Operation too slow|port \d+: /i,
    message: ({ url, said }) => `${url} cannot be reached: ${lastLine(said)}`,
  },
  {
    sign: /not found|does not appear to be a git repository|returned error: 404|does not exist|not valid: is this a git repository/i,
    message: ({ url, credentials }) =>
      credentials === 'given'
        ? `There is no repository ${url}, or the credentials given may not see it.`
        : `There is no repository ${url}, or it is private and needs credentials (content.credentials).`,
  },
  {
    sign: /dubious ownership/i,
    message: ({ url }) =>
      `${url} belongs to another user of this machine. Allow it with: git config --global --add safe.directory <folder>`,
  },
];

export const explainGit = (failure: GitFailure): ContentRefusal => {
  if (/No space left on device|Disk quota exceeded/i.test(failure.said))
    return { reason: 'disk-full', message: `The disk is full: there is no room to fetch ${failure.url}.` };
  if (MISSING_REF.test(failure.said)) return explainMissingRef(failure.url, failure.ref);
  for (const { sign, message } of EXPLANATIONS) {
    const found = failure.said.match(sign);
    if (found) return { reason: 'content-unavailable', message: message(failure, found) };
  }
  return {
    reason: 'content-unavailable',
    message: `${failure.url} could not be fetched: ${lastLines(failure.said)}`,
  };
};

/** Of a git that did not come to its own end. */
export const explainUnfinished = ({ ended, said }: GitOutcome, url: string): ContentRefusal => {
  const unavailable = (message: string): ContentRefusal => ({ reason: 'content-unavailable', message });
  if (ended === 'cancelled') return unavailable('Fetching the content was cancelled.');
  if (ended === 'not-started') return unavailable(`git is needed to fetch ${url}. ${said}`);
  if (ended === 'stalled') return unavailable(`${url} cannot be reached: it stopped answering.`);
  return unavailable(`${url} could not be fetched: ${said.trim().slice(-500)}`);
};

export const explainMissingRef = (url: string, ref: string | undefined): ContentRefusal => ({
  reason: 'ref-not-found',
  message: ref
    ? `${url} has no branch, tag or commit "${ref}". Check the spelling, and that it was pushed.`
    : `${url} has no default branch: the repository is empty, or content.ref must name what to test.`,
});

const lines = (text: string): string[] =>
  text
    .split(/[\r\n]+/)
    .map((line) => line.trim())
    .filter((line) => line !== '');

/** What git says last, whatever ssh said before it. */
const SAYS_NOTHING = /^fatal: Could not read from remote repository/i;

const lastLine = (said: string): string => {
  const telling = lines(said).filter(
    (line) => /^(fatal|error|ssh|curl)/.test(line) && !SAYS_NOTHING.test(line),
  );
  return boundText(telling.at(-1) ?? lines(said).at(-1) ?? 'git gave no reason', 500);
};

const lastLines = (said: string): string =>
  boundText(lines(said).slice(-5).join(' | '), 1000) || 'git gave no reason';
