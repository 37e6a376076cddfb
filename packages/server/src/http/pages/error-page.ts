/** A problem, said to a person. */
import type { Me, Problem } from '@gauntlet/contract';
import { html, shorten } from '../../executions/index.ts';
import { renderFrame } from './page-frame.ts';

export type ErrorPageModel = { problem: Problem; viewer: Me | null };

export function renderErrorPage({ problem, viewer }: ErrorPageModel): string {
  const { title, status, detail, faults = [], instance } = problem;
  return renderFrame(
    { title, viewer },
    html`<section class="panel lesson"><p class="muted number">${status}</p><h1>${title}</h1><p>${shorten(detail, 2_000)}</p>${
      faults.length > 0 &&
      html`<ul>${faults.slice(0, 50).map(({ path, message }) => html`<li><code>${shorten(path, 200)}</code> ${shorten(message, 500)}</li>`)}</ul>`
    }<p><a class="button" href="/">All executions</a></p>${
      instance &&
      html`<p class="muted">Request <code>${shorten(instance, 100)}</code>, as the server’s log names it.</p>`
    }</section>`,
  );
}
