/** Screenshots of a card: inline while there is room, linked otherwise. */
import type { ByteLedger } from './byte-ledger.ts';
import { renderLink } from './failure-card.ts';
import { html, type Markup } from './html.ts';
import { dataUrlLength, imageTypeOf, toDataUrl } from './inline-image.ts';
import { shorten } from './plain-text.ts';
import { formatBytes } from './quantities.ts';
import type { ReportArtifact } from './report-source.ts';

/** Markup of one image besides its bytes. */
const AROUND = 4_000;

/** One piece a screenshot; `linked` counts those for which there was no room. */
export async function* writeScreenshots(
  shots: readonly ReportArtifact[],
  ledger: ByteLedger,
  linked: { count: number },
): AsyncGenerator<string> {
  if (shots.length === 0) return;
  const left: ReportArtifact[] = [];
  yield ledger.spend('<div class="shots">');
  for (const shot of shots) {
    const image = await readImage(shot, ledger.left() - AROUND);
    if (image === null) left.push(shot);
    else yield ledger.spend(image.markup);
  }
  linked.count += left.length;
  const links = left.map(renderLink);
  yield ledger.spend(html`</div>${links.length > 0 && html`<ul class="links">${links}</ul>`}`.markup);
}

async function readImage(shot: ReportArtifact, room: number): Promise<Markup | null> {
  if (shot.read === undefined || dataUrlLength(shot.sizeBytes) > room) return null;
  const bytes = await readBytes(shot.read);
  const type = bytes && imageTypeOf(bytes);
  // Measured again: the stored size is only what somebody once wrote down.
  if (!bytes || !type || dataUrlLength(bytes.length) > room) return null;
  const name = shorten(shot.name, 200);
  return html`<figure class="shot"><button type="button" aria-label="Enlarge ${name}"><img alt="${name}" decoding="async" src="${toDataUrl(type, bytes)}"></button><figcaption><bdi>${name}</bdi> <span class="muted">${formatBytes(bytes.length)}</span></figcaption></figure>`;
}

async function readBytes(read: () => Promise<Uint8Array>): Promise<Uint8Array | null> {
  try {
    return await read();
  } catch {
    // A screenshot that is gone or unreadable must not cost the report: its link is left.
    return null;
  }
}
