/** `/account`: one's own password and sessions. Every form works without script. */
import type { Me, SessionView } from '@gauntlet/contract';
import { html, type Markup, renderInstant, shorten } from '../../executions/index.ts';
import { renderFrame } from './page-frame.ts';

export type AccountPageModel = {
  viewer: Me;
  hasPassword: boolean;
  sessions: readonly SessionView[];
  /** What came of the form that was sent. */
  said: { kind: 'done' | 'refused'; text: string } | null;
};

const HOW: Record<SessionView['how'], string> = {
  password: 'by password',
  link: 'by a sign-in link',
  oidc: 'by single sign-on',
  invitation: 'by an invitation',
};

export function renderAccountPage({ viewer, hasPassword, sessions, said }: AccountPageModel): string {
  return renderFrame(
    { title: 'Account', viewer },
    html`<h1>Account</h1><p class="muted"><bdi>${viewer.username}</bdi> of <bdi>${viewer.teamName}</bdi>, ${viewer.roles.join(', ') || 'without a role'}</p>${
      said && html`<p class="note" role="${said.kind === 'done' ? 'status' : 'alert'}">${said.text}</p>`
    }${renderPassword(viewer, hasPassword)}${renderSessions(sessions)}<section><form method="post" action="/signout"><button class="button">Sign out</button></form></section>`,
  );
}

const renderPassword = (viewer: Me, hasPassword: boolean): Markup =>
  html`<section id="password"><h2>${hasPassword ? 'Change the password' : 'Set a password'}</h2>${
    !hasPassword &&
    html`<p class="muted">You have none yet: without one, a sign-in link is the only way in.</p>`
  }<form class="fields" method="post" action="/account/password"><input type="text" name="username" value="${viewer.username}" autocomplete="username" hidden>${
    hasPassword &&
    html`<label>Current password <input type="password" name="current" autocomplete="current-password" maxlength="1000" required></label>`
  }<label>New password <input type="password" name="password" autocomplete="new-password" minlength="10" maxlength="200" required></label><label>New password again <input type="password" name="again" autocomplete="new-password" minlength="10" maxlength="200" required></label><p class="muted">At least 10 characters. Your other sessions end.</p><button class="button main">${hasPassword ? 'Change it' : 'Set it'}</button></form></section>`;

const renderSessions = (sessions: readonly SessionView[]): Markup =>
  html`<section><h2>Sessions</h2><div class="panel scroll"><table><thead><tr><th scope="col">Signed in</th><th scope="col">Last used</th><th scope="col">From</th><th scope="col"><span class="muted">End</span></th></tr></thead><tbody>${sessions.map(renderSession)}</tbody></table></div></section>`;

const renderSession = ({ sessionId, how, current, createdAt, lastUsedAt, address, userAgent }: SessionView) =>
  html`<tr><td>${renderInstant(createdAt)} <span class="muted">${HOW[how]}</span></td><td>${renderInstant(lastUsedAt)}</td><td>${address ?? 'unknown'}${
    userAgent && html`<br><span class="muted">${shorten(userAgent, 120)}</span>`
  }</td><td><form method="post" action="/account/sessions/${sessionId}/end"><button class="button">${current ? 'End this one' : 'End'}</button></form></td></tr>`;
