/** The address to serve at: whether it can be had, asked before anything is started, and the having of it. */
import { createServer } from 'node:net';
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import { urlOf, whoAnswers } from './who-answers.ts';

type Listening = { listen(where: { host: string; port: number }): Promise<string> };
type Where = { host: string; port: number | null };

export type ListenRefusal = {
  code: 'port-taken' | 'port-not-allowed' | 'host-not-here';
  message: string;
};

const DEFAULT_PORT = 4680;

/**
 * Tries the port and gives it back: who cannot have it hears so before a database is started for nothing.
 * Somebody may take it between this and `listen`, which then refuses in the same words.
 */
export async function checkAddress({ host, port }: Where): Promise<Result<null, ListenRefusal>> {
  const tried = await tryOne(() => bindOnce(host, port ?? 0));
  return tried.ok ? ok(null) : refuse(await refusalFor(tried.error, host, port ?? 0));
}

/** On the port asked for, or else on last time's, the usual one, or any. @returns the address. */
export async function listen(
  server: Listening,
  { host, port, lastPort }: Where & { lastPort: number | null },
): Promise<Result<string, ListenRefusal>> {
  const fallbacks = port === null ? [...new Set([lastPort ?? DEFAULT_PORT, DEFAULT_PORT, 0])] : [port];
  for (const [index, candidate] of fallbacks.entries()) {
    const tried = await tryOne(() => server.listen({ host, port: candidate }));
    if (tried.ok) return tried;
    const isLast = index === fallbacks.length - 1;
    if (isLast || tried.error !== 'port-taken') return refuse(await refusalFor(tried.error, host, candidate));
  }
  throw new Error('no port was tried');
}

const CODES: Readonly<Record<string, ListenRefusal['code']>> = {
  EADDRINUSE: 'port-taken',
  EACCES: 'port-not-allowed',
  EADDRNOTAVAIL: 'host-not-here',
  ENOTFOUND: 'host-not-here',
  EAI_AGAIN: 'host-not-here',
};

async function tryOne<Value>(bind: () => Promise<Value>): Promise<Result<Value, ListenRefusal['code']>> {
  try {
    return ok(await bind());
  } catch (cause) {
    const code = CODES[(cause as { code?: string }).code ?? ''];
    if (code === undefined) throw cause;
    return refuse(code);
  }
}

async function refusalFor(code: ListenRefusal['code'], host: string, port: number): Promise<ListenRefusal> {
  switch (code) {
    case 'port-taken':
      return { code, message: await describeTaken(host, port) };
    case 'port-not-allowed': {
      const message = `This user may not listen on port ${port}; those below 1024 are commonly root's. To go on, ${ANOTHER_PORT}.`;
      return { code, message };
    }
    case 'host-not-here': {
      const message = `${host} is no address of this host. Name one with --host: 127.0.0.1 for this host alone, 0.0.0.0 for all of its addresses.`;
      return { code, message };
    }
  }
}

const ANOTHER_PORT = 'choose another port with --port, or leave it out to get a free one';

async function describeTaken(host: string, port: number): Promise<string> {
  const url = urlOf(host, port);
  const taken = `Port ${port} of ${host} is taken by`;
  return (await whoAnswers(url)) === 'a-gauntlet-server'
    ? `${taken} a Gauntlet server: ${url} answers. Use that one with --server ${url}, stop it, or ${ANOTHER_PORT}.`
    : `${taken} a program that does not answer as a Gauntlet server. End it (\`lsof -i :${port}\` names it), or ${ANOTHER_PORT}.`;
}

function bindOnce(host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject);
    probe.listen({ host, port }, () => probe.close(() => resolve()));
  });
}
