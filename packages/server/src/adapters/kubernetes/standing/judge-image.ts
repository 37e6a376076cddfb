/** Why an image does not come: whose matter it is, from what the node says of it. */
import type { Said } from './events.ts';
import { type End, end, type Standing, waiting } from './standing.ts';

const PULL_TROUBLE = new Set([
  'ErrImagePull',
  'ImagePullBackOff',
  'ErrImageNeverPull',
  'RegistryUnavailable',
]);
const INVALID = new Set(['InvalidImageName', 'ImageInspectError']);

const NOT_FOUND =
  /not ?found|manifest unknown|name unknown|does not exist|no such image|not present with pull policy/i;
const UNAUTHORIZED = /\b401\b|\b403\b|unauthorized|forbidden|denied|authentication required|no basic auth/i;
/** Said beside the others by a proxy or a registry that is overloaded: it may come yet. */
const PASSING =
  /\b429\b|\b5\d\d\b|toomanyrequests|timeout|timed out|refused|reset by peer|no such host|unreachable|\bEOF\b/i;

/** @returns null where the container waits for something else */
export function judgeImage(
  container: string,
  waitingState: { reason?: string; message?: string } | undefined,
  said: readonly Said[],
): Standing | null {
  const { reason = '', message = '' } = waitingState ?? {};
  const here = said.filter((event) => event.container === container);
  if (INVALID.has(reason)) return { phase: 'stuck', end: invalid(container, message) };
  const failure = here.findLast(
    (event) => event.reason === 'Failed' && /failed to pull image/i.test(event.message),
  );
  if (PULL_TROUBLE.has(reason)) return judgePull(container, longest(message, failure?.message ?? ''));
  if (here.some((event) => STARTED.has(event.reason))) return null;
  // The event may be ten seconds ahead of the pod's own state.
  const inspected = here.findLast((event) => event.reason === 'InspectFailed');
  if (inspected) return { phase: 'stuck', end: invalid(container, inspected.message) };
  if (failure) return judgePull(container, failure.message);
  return here.some((event) => event.reason === 'Pulling') ? pulling(container) : null;
}

const STARTED = new Set(['Pulled', 'Created', 'Started']);

/** While it waits for its next try, the state may hold no more than that it does. */
const longest = (a: string, b: string) => (a.length >= b.length ? a : b);

function judgePull(container: string, message: string): Standing {
  const trouble = withoutNames(message);
  if (!PASSING.test(trouble)) {
    if (UNAUTHORIZED.test(trouble)) return { phase: 'stuck', end: unauthorized(container, message) };
    if (NOT_FOUND.test(trouble)) return { phase: 'stuck', end: notFound(container, message) };
  }
  const text = `The image of the container ${container} could not be pulled yet: ${message || 'the node says no more'}`;
  return waiting('image', text, end('infrastructure', 'image-pull', text));
}

/** An image may be called what it likes: `app:500` is no answer of a registry. */
const withoutNames = (message: string) => message.replace(/"[^"]*"/g, ' ').replace(/\S*\/\S*/g, ' ');

function pulling(container: string): Standing {
  const text = `The image of the container ${container} is being pulled.`;
  return waiting('image', text, end('infrastructure', 'image-pull', `${text} It never came.`));
}

const invalid = (container: string, message: string): End =>
  end(
    'user-error',
    'image-invalid',
    `The image of the container ${container} has a name that cannot be: ${message}`,
  );

const notFound = (container: string, message: string): End =>
  end('user-error', 'image-not-found', `The image of the container ${container} is not there: ${message}`);

const unauthorized = (container: string, message: string): End =>
  end(
    'user-error',
    'image-unauthorized',
    `The registry does not give the image of the container ${container} without other credentials; name them in imagePullSecrets of the environment. ${message}`,
  );
