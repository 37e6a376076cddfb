/** Authorities of one's own for the agents in pods: a file of this server, which is handed to each of them. */
import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { ok, type Result, refuse } from '@gauntlet/core/kernel';

/** The Secret of every pod has it, and some hundreds of those lie in a cluster's memory. */
const MOST_BYTES = 65_536;

export async function readAgentCa(
  file: string | null,
): Promise<Result<string | null, { code: 'bad-option'; message: string }>> {
  if (file === null) return ok(null);
  const read = await readFile(file, 'utf8').then(ok, (cause: unknown) =>
    refuse(bad(file, `cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`)),
  );
  if (!read.ok) return read;
  const text = read.value;
  if (Buffer.byteLength(text) > MOST_BYTES)
    return refuse(bad(file, `has more than ${MOST_BYTES} bytes: name your own authorities alone`));
  // Certificates with their key are often one file, of which only the first block is looked at below.
  if (/PRIVATE KEY/.test(text))
    return refuse(
      bad(file, 'holds a private key, which every test pod would get: leave the certificates alone in it'),
    );
  return beginsWithCertificate(text) ? ok(text) : refuse(bad(file, 'holds no certificates in PEM'));
}

const bad = (file: string, why: string) => ({
  code: 'bad-option' as const,
  message: `GAUNTLET_AGENT_CA_FILE: ${file} ${why}.`,
});

/** Better said at the start than by every pod. */
function beginsWithCertificate(text: string): boolean {
  try {
    return new X509Certificate(text).raw.byteLength > 0;
  } catch {
    return false; // as the name says
  }
}
