/** `/signin`: by user name and password, or by a link from the command line. */
import { html } from '../../executions/index.ts';
import { renderFrame } from './page-frame.ts';

export type SignInPageModel = {
  /**
   * `needed`: came without a session. `link-invalid`: the link is used up, expired or never was. `refused`: by
   * what was typed, as `message` says.
   */
  reason: 'needed' | 'link-invalid' | 'session-ended' | 'refused';
  message?: string;
  /** Path of this server to go to afterwards. */
  next?: string;
  /** Of the identity provider. Null: there is none. */
  providerName?: string | null;
  username?: string;
};

const WORDS: Record<SignInPageModel['reason'], { title: string; text: string }> = {
  needed: { title: 'Sign in', text: 'This server shows its executions to people it knows.' },
  'link-invalid': {
    title: 'This link no longer works',
    text: 'A sign-in link is good once and for a short time. It was used already, or it has expired.',
  },
  'session-ended': { title: 'Signed out', text: 'Your session has ended.' },
  refused: { title: 'Not signed in', text: '' },
};

export function renderSignInPage(model: SignInPageModel): string {
  const { reason, message, username, next = '/', providerName } = model;
  const { title, text } = WORDS[reason];
  return renderFrame(
    { title, viewer: null },
    html`<section class="panel lesson"><h1>${title}</h1><p${message !== undefined && html` role="alert"`}>${message ?? text}</p>${providerName && html`<p><a class="button main" href="/auth/oidc/start?next=${encodeURIComponent(next)}">Sign in with ${providerName}</a></p>`}<form class="fields" method="post" action="/signin"><input type="hidden" name="next" value="${next}"><label>User name <input name="username" value="${username ?? ''}" autocomplete="username" autocapitalize="none" spellcheck="false" maxlength="1000" required${!username && html` autofocus`}></label><label>Password <input type="password" name="password" autocomplete="current-password" maxlength="1000" required${username && html` autofocus`}></label><button class="button main">Sign in</button></form><details><summary>No password yet, or forgotten</summary><p>Run this where the command line is signed in, or on the server’s own host:</p><pre class="command">gauntlet login --link</pre><p class="muted">It prints an address; open it in this browser. Or ask who looks after your team for a link by which you set a new password.</p></details></section>`,
  );
}
