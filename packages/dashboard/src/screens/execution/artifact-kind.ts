/** How an artifact can be shown. */
import type { Artifact } from './queries.ts';

export type ArtifactKind = 'image' | 'video' | 'audio' | 'report' | 'page' | 'trace' | 'text' | 'other';

/** What the server shows as it is; everything else is saved. */
const IMAGES = new Set(['image/avif', 'image/gif', 'image/jpeg', 'image/png', 'image/webp']);
const TEXT =
  /^(text\/|application\/(json|xml|javascript|yaml|x-ndjson|x-yaml)\b|[\w.]+\/[\w.-]+\+(json|xml))/;
const TEXT_NAMES = /\.(txt|log|json|jsonl|xml|ya?ml|md|csv|tap|diff|patch|out|err|js|ts|html?|css)$/i;

type Known = Pick<Artifact, 'type' | 'contentType' | 'name' | 'groupIndex'>;

export function kindOfArtifact({ type, contentType, name, groupIndex }: Known): ArtifactKind {
  const media = (contentType.split(';', 1)[0] ?? '').trim().toLowerCase();
  // Only the server's own is shown with its script; what a group calls a report is a file like any other.
  if (type === 'html-report' && groupIndex === null) return 'report';
  if (type === 'trace') return 'trace';
  if (media === 'text/html') return 'page';
  if (IMAGES.has(media)) return 'image';
  if (/^video\/(mp4|ogg|webm)$/.test(media)) return 'video';
  if (/^audio\/(mpeg|ogg|wav)$/.test(media)) return 'audio';
  if (TEXT.test(media) || type === 'log' || type === 'setup-log' || type === 'junit') return 'text';
  return media === 'application/octet-stream' && TEXT_NAMES.test(name) ? 'text' : 'other';
}

/** The last part of a path. */
export const readableName = (name: string): string => name.split('/').at(-1) || name;
