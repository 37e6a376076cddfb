/** Said to a person who went to the identity provider and does not get in. */
import { html, shorten } from '../../executions/index.ts';
import { renderFrame } from './page-frame.ts';

export type SignInFailedModel = { message: string; providerName: string; requestId: string };

export const renderSignInFailedPage = ({ message, providerName, requestId }: SignInFailedModel) =>
  renderFrame(
    { title: 'You are not signed in', viewer: null },
    html`<section class="panel lesson"><h1>You are not signed in</h1><p>${shorten(message, 2_000)}</p><p><a class="button main" href="/auth/oidc/start">Try again with ${providerName}</a> <a class="button" href="/signin">Other ways</a></p><p class="muted">Request <code>${requestId}</code>, as the server’s log names it.</p></section>`,
  );
