/** `/password-reset`: sets a new password by a link. */
import { html, type Markup } from '../../executions/index.ts';
import { renderFrame } from './page-frame.ts';

type PasswordResetPageModel = {
  token: string;
  /** Whose password it is. Null: the link is not good, and `fault` says so. */
  username: string | null;
  fault: string | null;
};

export function renderPasswordResetPage({ token, username, fault }: PasswordResetPageModel): string {
  const title = username === null ? 'This link is not good' : 'Set a new password';
  return renderFrame(
    { title, viewer: null },
    html`<section class="panel lesson"><h1>${title}</h1>${fault && html`<p role="alert">${fault}</p>`}${username !== null && renderForm(token, username)}</section>`,
  );
}

const renderForm = (token: string, username: string): Markup =>
  html`<p>For the account <strong><bdi>${username}</bdi></strong>.</p><form class="fields" method="post" action="/password-reset"><input type="hidden" name="token" value="${token}"><input type="text" name="username" value="${username}" autocomplete="username" hidden><label>New password <input type="password" name="password" autocomplete="new-password" minlength="10" maxlength="200" required autofocus></label><label>New password again <input type="password" name="again" autocomplete="new-password" minlength="10" maxlength="200" required></label><p class="muted">At least 10 characters. All sessions of this account end, and you are signed in.</p><button class="button main">Set it</button></form>`;
