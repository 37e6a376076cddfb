import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import { type Refused, usageRefused } from '../refused.ts';
import { normalUrl } from './profiles.ts';

/** `https://host`, `http://host:port/prefix`, or `host:port`, which is meant as http. */
export function readServerUrl(text: string): Result<string, Refused> {
  try {
    const url = new URL(text.includes('://') ? text : `http://${text}`);
    if (url.protocol === 'http:' || url.protocol === 'https:') return ok(normalUrl(url.href));
  } catch {
    // Said below, with what it should look like.
  }
  return refuse(usageRefused(`"${text}" is no server's URL.`, 'Give one such as http://127.0.0.1:4680.'));
}
