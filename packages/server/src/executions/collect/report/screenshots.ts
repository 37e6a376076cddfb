/** Screenshots of a card: inline while there is room, linked otherwise. */
import { utf8Length } from './byte-budget.ts';
import { renderLink } from './failure-card.ts';
import { html } from './html.ts';
import { dataUrlLength, imageTypeOf, toDataUrl } from './inline-image.ts';
import { shorten } from './plain-text.ts';
import { formatBytes } from './quantities.ts';
import type { ReportArtifact } from './report-source.ts';

/** What screenshots may still take, and how many had to become links. */
export type ImageRoom = { bytes: number; linked: number };

/** The markup of an image without its bytes takes less than this. */
const AROUND = 3_000;

/** Bytes to set aside for so many screenshots even if all become links. */
export const leastShotBytes = (shots: readonly ReportArtifact[]): number =>
  shots.reduce((sum, shot) => sum + utf8Length(renderLink(shot).markup), shots.length > 0 ? 64 : 0);

export async function* writeScreenshots(
  shots: readonly ReportArtifact[],
  room: ImageRoom,
): AsyncGenerator<string> {
  if (shots.length === 0) return;
  const links: string[] = [];
  yield '<div class="shots">';
  for (const shot of shots) {
    const figure = await renderShot(shot, room.bytes);
    if (figure === null) links.push(renderLink(shot).markup);
    else yield figure;
    room.bytes -= figure === null ? 0 : utf8Length(figure);
  }
  yield `</div>${links.length > 0 ? `<ul class="links">${links.join('')}</ul>` : ''}`;
  room.linked += links.length;
}

async function renderShot(shot: ReportArtifact, room: number): Promise<string | null> {
  if (shot.read === undefined || dataUrlLength(shot.sizeBytes) + AROUND > room) return null;
  const bytes = await readBytes(shot.read);
  const type = bytes && imageTypeOf(bytes);
  // Measured again: the stored size is only what somebody once wrote down.
  if (!bytes || !type || dataUrlLength(bytes.length) + AROUND > room) return null;
  const name = shorten(shot.name, 200);
  return html`<figure class="shot"><button type="button" aria-label="Enlarge ${name}"><img alt="${name}" decoding="async" src="${toDataUrl(type, bytes)}"></button><figcaption><bdi>${name}</bdi> <span class="muted">${formatBytes(bytes.length)}</span></figcaption></figure>`
    .markup;
}

async function readBytes(read: () => Promise<Uint8Array>): Promise<Uint8Array | null> {
  try {
    return await read();
  } catch {
    // A screenshot that is gone or unreadable must not cost the report: its link is left.
    return null;
  }
}
