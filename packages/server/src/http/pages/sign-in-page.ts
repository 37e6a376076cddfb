/** `/signin`: there are no passwords to type here; a link from the command line signs a browser in. */
import { html } from '../../executions/index.ts';
import { renderFrame } from './page-frame.ts';

export type SignInPageModel = {
  now: string;
  /** `needed`: came without a session. `link-invalid`: the link is used up, expired or never was. */
  reason: 'needed' | 'link-invalid' | 'session-ended';
  /** Null: there is none. `next`: where to go afterwards. */
  provider?: { name: string; next: string } | null;
};

const WORDS: Record<SignInPageModel['reason'], { title: string; text: string }> = {
  needed: { title: 'Sign in', text: 'This server shows its executions to people it knows.' },
  'link-invalid': {
    title: 'This link no longer works',
    text: 'A sign-in link is good once and for a short time. It was used already, or it has expired.',
  },
  'session-ended': { title: 'Signed out', text: 'Your session has ended.' },
};

export function renderSignInPage({ reason, provider, now }: SignInPageModel): string {
  const { title, text } = WORDS[reason];
  return renderFrame(
    { title, viewer: null, now },
    html`<section class="panel lesson"><h1>${title}</h1><p>${text}</p>${provider && html`<p><a class="button main" href="/auth/oidc/start?next=${encodeURIComponent(provider.next)}">Sign in with ${provider.name}</a></p>`}<p>To get a new link, run this where the command line is signed in, or on the server’s own host:</p><pre class="command">gauntlet login --link</pre><p class="muted">It prints an address; open it in this browser.</p></section>`,
  );
}
