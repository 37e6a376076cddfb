import { ok, type Result, refuse } from '@gauntlet/core/kernel';

type Listening = { listen(where: { host: string; port: number }): Promise<string> };
type Where = { host: string; port: number | null; lastPort: number | null };

const DEFAULT_PORT = 4680;

/** On the port asked for, or else on last time's, the usual one, or any. @returns the address. */
export async function listen(
  server: Listening,
  { host, port, lastPort }: Where,
): Promise<Result<string, { code: 'port-taken'; message: string }>> {
  const candidates = port === null ? [...new Set([lastPort ?? DEFAULT_PORT, DEFAULT_PORT, 0])] : [port];
  for (const candidate of candidates) {
    const address = await tryListen(server, host, candidate);
    if (address !== null) return ok(address);
  }
  return refuse({
    code: 'port-taken',
    message: `Port ${port} of ${host} is taken by another program. Choose another with --port, or leave it out to get a free one.`,
  });
}

/** Null: taken. */
async function tryListen(server: Listening, host: string, port: number): Promise<string | null> {
  try {
    return await server.listen({ host, port });
  } catch (cause) {
    if ((cause as { code?: string }).code === 'EADDRINUSE') return null;
    throw cause;
  }
}
