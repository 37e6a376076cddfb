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
};

export function renderFrame(frame: PageFrame, content: Child): string {
  const { title, viewer } = frame;
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
<script type="module" src="/assets/page.js"></script>
</head>
<body>
<a class="skip" href="#main">Skip to the content</a>
${ICON_SPRITE}
<header class="top"><a class="brand" href="${home}">${BRAND_MARK}Gauntlet</a>${viewer && renderNavigation(viewer, home)}</header>
<main id="main">${content}</main>
</body>
</html>
`.markup;
}

const renderNavigation = ({ username, teamName, project }: Viewer, home: string): Markup =>
  html`<nav aria-label="Main"><a href="${home}">Dashboard</a><a href="/docs">API</a></nav><p class="who"><span><a href="/account"><bdi>${username}</bdi></a> <span class="muted">in ${project ? html`<a href="/"><bdi>${teamName}</bdi></a> / <bdi>${project.name}</bdi>` : html`<bdi>${teamName}</bdi>`}</span></span></p>`;
