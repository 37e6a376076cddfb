/** What every page has: the document, its header, and a policy under which only our own files run. */
import type { Me } from '@gauntlet/contract';
import { BRAND_MARK, type Child, html, ICON_SPRITE, type Markup } from '../../executions/index.ts';
import { addressIn } from './address-in.ts';

/** For the header `Content-Security-Policy` of every page. */
export const PAGE_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

type Viewer = Pick<Me, 'username' | 'teamName' | 'project'>;

export type PageFrame = {
  title: string;
  /** `null`: nobody is signed in. */
  viewer: Viewer | null;
  /** The server's time when the page was made, ISO 8601: clocks of readers are off. */
  now: string;
  /** Address of the event stream that makes the page read itself again. */
  events?: string | null;
  wide?: boolean;
};

export function renderFrame(frame: PageFrame, content: Child): string {
  const { title, viewer, now, events } = frame;
  const home = addressIn(viewer?.project?.projectId ?? null, '/');
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} · Gauntlet</title>
<link rel="icon" href="/assets/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/assets/style.css">
<script type="module" src="/assets/live.js"></script>
</head>
<body data-now="${now}"${events && html` data-events="${events}"`}>
<a class="skip" href="#main">Skip to the content</a>
${ICON_SPRITE}
<header class="top"><a class="brand" href="${home}">${BRAND_MARK}Gauntlet</a>${viewer && renderNavigation(viewer, home)}</header>
<main id="main"${frame.wide && html` class="wide"`}>${content}</main>
</body>
</html>
`.markup;
}

const renderNavigation = ({ username, teamName, project }: Viewer, home: string): Markup =>
  html`<nav aria-label="Main"><a href="${home}">Executions</a><a href="/docs">API</a></nav><p class="who"><span id="connection" class="muted" role="status"></span><span><a href="/account"><bdi>${username}</bdi></a> <span class="muted">in ${project ? html`<a href="/"><bdi>${teamName}</bdi></a> / <bdi>${project.name}</bdi>` : html`<bdi>${teamName}</bdi>`}</span></span></p>`;
