/**
 * A session's access token is good for minutes. Who meets a 401 refreshes the session, once for all that wait
 * for it, and tries again.
 */

/** The one that is under way. */
let renewing = null;

/** @returns whether the session goes on. */
export function renewSession() {
  renewing ??= askForMore().finally(() => {
    renewing = null;
  });
  return renewing;
}

async function askForMore() {
  const headers = { accept: 'application/json', 'x-gauntlet-csrf': '1' };
  // `keepalive`: the answer brings the next refresh cookie, and must not be lost when the page is left.
  const order = { method: 'POST', headers, keepalive: true };
  const answer = await fetch('/api/v1/auth/refresh', order).catch(() => null);
  return answer?.ok === true;
}

/** `fetch`, as somebody who is still signed in. */
export async function fetchSignedIn(address, options) {
  const answer = await fetch(address, options);
  if (answer.status !== 401 || !(await renewSession())) return answer;
  return fetch(address, options);
}
