/** Why no connection came about, as people can act on it. No text holds a password. */
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import pg from 'pg';

export type ConnectRefusal = {
  code:
    | 'malformed-url'
    | 'wrong-password'
    | 'access-denied'
    | 'no-such-database'
    | 'unreachable'
    | 'timeout'
    | 'tls'
    | 'starting-up'
    | 'too-many-connections'
    | 'server-too-old'
    | 'wrong-encoding'
    | 'failed';
  message: string;
  cause?: unknown;
};

/** version as PostgreSQL numbers it: 150004 is 15.4. */
export type ServerFacts = { version: number; release: string; encoding: string };

type Explanation = Pick<ConnectRefusal, 'code'> & { sentence: string };

const EXPLANATIONS: Readonly<Record<string, Explanation>> = {
  '28P01': {
    code: 'wrong-password',
    sentence: 'refuses the password. Correct the user or password in the database URL.',
  },
  '28000': {
    code: 'access-denied',
    sentence: "does not let this user in. Create the role, or allow it in the server's pg_hba.conf.",
  },
  '42501': {
    code: 'access-denied',
    sentence: 'does not let this user connect. Grant CONNECT on the database.',
  },
  '3D000': {
    code: 'no-such-database',
    sentence:
      "is not there. Create it (for example `createdb -E UTF8 -T template0 gauntlet`), or correct the URL's path.",
  },
  '53300': {
    code: 'too-many-connections',
    sentence:
      'has no free connection. Raise max_connections, or lower the number of connections of each program.',
  },
  '57P03': { code: 'starting-up', sentence: 'is starting up or shutting down. Try again in a moment.' },
  ECONNREFUSED: {
    code: 'unreachable',
    sentence: 'refuses connections. Start the server, or correct host and port in the URL.',
  },
  ENOENT: {
    code: 'unreachable',
    sentence: 'has no socket there. Start the server, or correct the socket folder in the URL.',
  },
  ENOTFOUND: {
    code: 'unreachable',
    sentence: 'is on a host whose name is unknown. Correct the host in the URL.',
  },
  EAI_AGAIN: {
    code: 'unreachable',
    sentence: 'is on a host whose name cannot be looked up now. Check the name service.',
  },
  EHOSTUNREACH: {
    code: 'unreachable',
    sentence: 'is on a host without a route to it. Check network and firewall.',
  },
  ENETUNREACH: {
    code: 'unreachable',
    sentence: 'is on a network without a route to it. Check network and firewall.',
  },
  ECONNRESET: {
    code: 'unreachable',
    sentence: 'closed the connection at once. Check that PostgreSQL, and no other program, listens there.',
  },
  ETIMEDOUT: { code: 'timeout', sentence: 'does not answer in time. Check host, port and firewall.' },
};

const OLDEST_VERSION = 15;
const TLS_CODES = /^(ERR_TLS|ERR_SSL|CERT_|UNABLE_TO_|SELF_SIGNED|DEPTH_ZERO)/;

/** Who the URL speaks of, without its password: `database "x" on host:port`. */
export function describeTarget(url: string): Result<string, ConnectRefusal> {
  const hint = 'Write it as postgresql://user:password@host:5432/database.';
  if (!/^postgres(ql)?:\/\//.test(url)) {
    return refuse({
      code: 'malformed-url',
      message: `The database URL does not begin with postgresql://. ${hint}`,
    });
  }
  try {
    const { host, port, database } = new pg.Client(url);
    return ok(`The database "${database}" on ${host.startsWith('/') ? host : `${host}:${port}`}`);
  } catch {
    // The error may quote the URL, password and all: it is not passed on.
    return refuse({ code: 'malformed-url', message: `The database URL cannot be read. ${hint}` });
  }
}

export function describeConnectError(cause: unknown, target: string): ConnectRefusal {
  const { code, message } = readError(cause);
  const { code: refusal, sentence } = EXPLANATIONS[code] ?? explainByText(code, message);
  return { code: refusal, message: `${target} ${sentence}`, cause };
}

function explainByText(code: string, message: string): Explanation {
  if (TLS_CODES.test(code) || /SSL/.test(message)) {
    const sentence = `cannot be reached over TLS (${message}). Set sslmode and sslrootcert in the URL to fit the server.`;
    return { code: 'tls', sentence };
  }
  if (/password must be a (non-empty )?string/.test(message)) {
    return { code: 'wrong-password', sentence: 'asks for a password and the database URL has none.' };
  }
  if (/timeout/i.test(message)) {
    return { code: 'timeout', sentence: 'does not answer in time. Check host, port and firewall.' };
  }
  return { code: 'failed', sentence: `cannot be used: ${message}` };
}

function readError(cause: unknown): { code: string; message: string } {
  if (!(cause instanceof Error)) return { code: '', message: String(cause) };
  return { code: 'code' in cause ? String(cause.code) : '', message: cause.message };
}

/** Whether the server that answered will do. */
export function judgeServer(server: ServerFacts, target: string): ConnectRefusal | undefined {
  if (server.version < OLDEST_VERSION * 10_000) {
    const message = `${target} is PostgreSQL ${server.release}; Gauntlet needs ${OLDEST_VERSION} or later. Upgrade it, or name another server.`;
    return { code: 'server-too-old', message };
  }
  if (server.encoding !== 'UTF8') {
    const message = `${target} is encoded as ${server.encoding}; Gauntlet needs UTF8. Create the database with \`encoding 'UTF8' template template0\`.`;
    return { code: 'wrong-encoding', message };
  }
  return undefined;
}
