import { expect, it } from 'vitest';
import { explainGit } from './explain-git.ts';

const explain = (said: string, credentials: 'given' | 'none' = 'none') =>
  explainGit({ url: 'https://h/r', ref: 'main', credentials, said });

it('a full disk is told from a fault of the repository', () => {
  expect(explain('error: unable to write file a: No space left on device\nfatal: x').reason).toBe(
    'disk-full',
  );
});

it('a commit that a plain web server does not have is a ref that is not there', () => {
  const sha = '1'.repeat(40);
  const said = `error: Unable to find ${sha} under https://h/r\nCannot obtain needed object ${sha}`;
  expect(explain(said).reason).toBe('ref-not-found');
});

it.each([
  ['fatal: unable to access ...: SSL certificate problem: self-signed certificate', 'certificate'],
  ['Host key verification failed.\nfatal: Could not read from remote repository.', 'host key'],
  [
    'git@h: Permission denied (publickey).\nfatal: Could not read from remote repository.',
    'needs credentials',
  ],
  ['remote: Repository not found.\nfatal: repository ... not found', 'There is no repository'],
  ['ssh: connect to host h port 22: Connection timed out\nfatal: Could not read', 'cannot be reached'],
  [
    'ssh: connect to host h port 1: Connection refused\nfatal: Could not read from remote repository.\n\nPlease make sure',
    'cannot be reached: ssh: connect to host h port 1: Connection refused',
  ],
  ['fatal: detected dubious ownership in repository', 'belongs to another user'],
  ['fatal: something never seen', 'could not be fetched: fatal: something never seen'],
  ['', 'git gave no reason'],
])('%j is explained', (said, message) => {
  expect(explain(said)).toEqual({ reason: 'content-unavailable', message: expect.stringContaining(message) });
});
