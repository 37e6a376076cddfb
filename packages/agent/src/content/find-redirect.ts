/**
 * Where a repository's server would have sent git: it says only that it was sent somewhere. Asked once more
 * with git's own record of what curl received, in which it leaves out credentials by itself.
 */
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { ContentRefusal } from './content-order.ts';
import type { GitRunner } from './run-git.ts';

/** What git says when it is not to follow; older ones follow as they are told and say nothing. */
export const REDIRECTED = /The requested URL returned error: 30[12378]\b/;

const KEPT_BYTES = 65_536;

/** `runWith` runs git as before, with further variables. */
export const explainRedirect = async (
  url: string,
  scratch: string,
  runWith: (variables: Record<string, string>) => GitRunner,
): Promise<ContentRefusal> => {
  const record = join(scratch, 'received');
  await runWith({ GIT_TRACE_CURL: record, GIT_TRACE_CURL_NO_DATA: '1' })('ls-remote', '--', url, 'HEAD');
  const goal = readGoal(await readBeginning(record), url);
  const where = goal === null ? 'elsewhere' : `to ${goal}`;
  return {
    reason: 'content-unavailable',
    message: `${url} sends git on ${where}, and redirections are not followed. Write the repository's own address into content.url.`,
  };
};

const readBeginning = async (path: string): Promise<string> => {
  const file = await open(path).catch(() => null); // the second time nothing was received
  if (file === null) return '';
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(KEPT_BYTES), 0, KEPT_BYTES, 0);
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await file.close();
  }
};

/** The repository that a `Location` names, without credentials and in characters that harm nobody. */
export const readGoal = (record: string, url: string): string | null => {
  const location = /<= Recv header: location:\s*(\S+)/i.exec(record)?.[1];
  if (location === undefined || !URL.canParse(location, `${url.replace(/\/*$/, '')}/info/refs`)) return null;
  const goal = new URL(location, `${url.replace(/\/*$/, '')}/info/refs`);
  goal.username = '';
  goal.password = '';
  goal.hash = '';
  return goal.href.replace(/\/info\/refs(?:\?.*)?$/, '').slice(0, 300);
};
