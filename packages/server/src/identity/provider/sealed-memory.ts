/** What a browser carries while its person is at the provider, so that any server can finish what one began. */
import type { SignInMemory, TextSeal } from './ports.ts';

export const MEMORY_SECONDS = 600;

export type RememberedSignIn = {
  memory: SignInMemory;
  callbackUrl: string;
  /** Path of this server to go to afterwards. */
  returnTo: string;
};

type Stored = RememberedSignIn & { expiresAtMs: number };

export function sealMemory(seal: TextSeal, remembered: RememberedSignIn, now: Date): Promise<string> {
  const stored: Stored = { ...remembered, expiresAtMs: now.getTime() + MEMORY_SECONDS * 1000 };
  return seal.seal(JSON.stringify(stored));
}

export type MemoryFault = 'no-sign-in-begun' | 'memory-changed' | 'memory-expired';

/** A browser may keep a cookie for longer than it was told to: the time is in it as well. */
export async function openMemory(
  seal: TextSeal,
  sealed: string | null,
  now: Date,
): Promise<RememberedSignIn | MemoryFault> {
  if (sealed === null) return 'no-sign-in-begun';
  const text = await seal.open(sealed);
  if (text === null) return 'memory-changed';
  // What opens was written above.
  const { expiresAtMs, ...remembered } = JSON.parse(text) as Stored;
  return now.getTime() < expiresAtMs ? remembered : 'memory-expired';
}
