/** `/invitation`: what a link invites to, and the form that makes the account. */
import type { Me } from '@gauntlet/contract';
import { html, type Markup, renderInstant } from '../../executions/index.ts';
import { renderFrame } from './page-frame.ts';

export type InvitationPageModel = {
  /** Somebody who is signed in has an account: an invitation makes another. */
  viewer: Me | null;
  token: string;
  /** Null: the link is not good, and `fault` says so. */
  invitation: {
    teamName: string;
    roles: readonly string[];
    email: string | null;
    invitedBy: string;
    expiresAt: string;
  } | null;
  username: string;
  fault: string | null;
};

type Invitation = NonNullable<InvitationPageModel['invitation']>;

export function renderInvitationPage(model: InvitationPageModel): string {
  const { viewer, invitation, fault } = model;
  const title = invitation ? 'You are invited' : 'This link is not good';
  const content = invitation
    ? html`${renderInvitation(invitation)}${fault && html`<p role="alert">${fault}</p>`}${viewer ? renderSignedIn(viewer) : renderForm(model)}`
    : html`<p role="alert">${fault}</p>`;
  return renderFrame(
    { title, viewer },
    html`<section class="panel lesson"><h1>${title}</h1>${content}</section>`,
  );
}

const renderInvitation = ({ teamName, roles, email, invitedBy, expiresAt }: Invitation): Markup =>
  html`<p><bdi>${invitedBy}</bdi> invites you into the team <strong><bdi>${teamName}</bdi></strong>.</p><dl class="facts"><dt>You are there</dt><dd>${roles.join(', ')}</dd>${
    email && html`<dt>Your address here</dt><dd>${email}</dd>`
  }<dt>Good until</dt><dd>${renderInstant(expiresAt)}</dd></dl>`;

const renderSignedIn = ({ username }: Me): Markup =>
  html`<p role="status">You are signed in as <strong><bdi>${username}</bdi></strong>. An invitation makes another account: to take it, sign out, and open the link again. Otherwise there is nothing to do.</p><form method="post" action="/signout"><button class="button">Sign out</button></form>`;

const renderForm = ({ token, username }: InvitationPageModel): Markup =>
  html`<form class="fields" method="post" action="/invitation"><input type="hidden" name="token" value="${token}"><label>User name <input name="username" value="${username}" autocomplete="username" autocapitalize="none" spellcheck="false" maxlength="63" required autofocus></label><label>Password <input type="password" name="password" autocomplete="new-password" minlength="10" maxlength="200" required></label><label>Password again <input type="password" name="again" autocomplete="new-password" minlength="10" maxlength="200" required></label><p class="muted">A name of letters, digits, dots, dashes and underscores; a password of at least 10 characters.</p><button class="button main">Make the account</button></form>`;
