/** Who has a port that cannot be had: one of ours, whose health route names the product, or anything else. */

export type Answerer = 'a-gauntlet-server' | 'another-program';

const ASK_MS = 2_000;

/** Where a server that listens on every address is asked. */
const LOOPBACK: Readonly<Record<string, string>> = { '0.0.0.0': '127.0.0.1', '::': '::1' };

export function urlOf(host: string, port: number): string {
  const address = LOOPBACK[host] ?? host;
  return `http://${address.includes(':') ? `[${address}]` : address}:${port}`;
}

export async function whoAnswers(url: string): Promise<Answerer> {
  try {
    const signal = AbortSignal.timeout(ASK_MS);
    const answer = await fetch(`${url}/health/live`, { signal, redirect: 'error' });
    const health: unknown = JSON.parse(await firstBytes(answer));
    const isOurs = health !== null && typeof health === 'object' && 'service' in health;
    return isOurs && health.service === 'gauntlet' ? 'a-gauntlet-server' : 'another-program';
  } catch {
    // No HTTP, no JSON, silence: whatever it is, it is none of ours.
    return 'another-program';
  }
}

const MOST_BYTES = 4_096;

/** A stranger may answer without end. */
async function firstBytes({ body }: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    if (text.length > MOST_BYTES) break;
  }
  return text;
}
