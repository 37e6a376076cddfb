/**
 * Keeps an open page true. An event only says that something changed; what the page shows is always
 * what the server renders, read again and laid over the old. Without events it is read every 10 s.
 */
import { startActions } from './actions.js';
import { startLog } from './log.js';
import { patch } from './patch.js';
import { fetchSignedIn, renewSession } from './session.js';
import { localiseTimes, tick } from './times.js';

const EVENT_TYPES = [
  'status-changed',
  'phase-changed',
  'plan-made',
  'group-started',
  'group-finished',
  'group-lost',
  'unit-started',
  'unit-finished',
  'unit-returned',
  'cancel-requested',
  'verdict-given',
  'report-stored',
];
const POLL_MS = 10_000;
const LEAST_PAUSE_MS = 700;
/** A stream that is refused again so soon is refused for another reason. */
const LEAST_RENEWAL_MS = 60_000;

const connection = document.getElementById('connection');
let pending = null;
let source = null;
let poll = null;
/** A page that is left has its stream cut off, which says nothing of the session. */
let leaving = false;
let renewedAt = Number.NEGATIVE_INFINITY;
/** Of reading the page: one that is dear to make is asked for less often. */
let lastCostMs = 0;

/** Reads the page again; many events in a short time are one reading. */
function refreshSoon(pause = LEAST_PAUSE_MS) {
  if (pending === null) pending = setTimeout(refresh, pause);
}

async function refresh() {
  const began = performance.now();
  try {
    const answer = await fetchSignedIn(location.href, {
      headers: { accept: 'text/html' },
      cache: 'no-store',
    });
    if (answer.redirected) return location.reload();
    if (answer.ok) applyPage(await answer.text());
  } catch {
    // The server is away for the moment: the next event or poll reads the page again.
    say('offline');
  }
  pending = null;
  lastCostMs = performance.now() - began;
}

function applyPage(text) {
  const page = new DOMParser().parseFromString(text, 'text/html');
  for (const part of document.querySelectorAll('[data-live]')) {
    const fresh = page.querySelector(`[data-live="${part.dataset.live}"]`);
    if (fresh) patch(part, fresh);
  }
  document.title = page.title;
  localiseTimes();
  tick();
  if (page.body.dataset.events === undefined) stopListening();
}

function startListening(address) {
  source = new EventSource(address);
  source.addEventListener('open', () => say('live'));
  source.addEventListener('error', () => {
    say('reconnecting');
    if (source.readyState === EventSource.CLOSED && !leaving) void listenAgain(address);
  });
  for (const type of EVENT_TYPES)
    source.addEventListener(type, () => refreshSoon(Math.max(LEAST_PAUSE_MS, lastCostMs * 4)));
}

/** A stream that was refused was most likely asked for with an access token that is no longer good. */
async function listenAgain(address) {
  const soon = performance.now() - renewedAt < LEAST_RENEWAL_MS;
  if (soon || !(await renewSession())) return startPolling();
  renewedAt = performance.now();
  startListening(address);
}

function startPolling() {
  say(`every ${POLL_MS / 1000} s`);
  poll ??= setInterval(refreshSoon, POLL_MS);
}

function stopListening() {
  source?.close();
  clearInterval(poll);
  say('');
}

function say(word) {
  if (connection) connection.textContent = word;
  connection?.classList.toggle('live', word === 'live');
}

addEventListener('beforeunload', () => {
  leaving = true;
});
addEventListener('pageshow', () => {
  leaving = false;
});
localiseTimes();
tick();
setInterval(tick, 1000);
startActions(refreshSoon);
if (document.getElementById('log')) startLog();
if (document.body.dataset.events !== undefined) startListening(document.body.dataset.events);
// A page that was in the background may have missed anything.
document.addEventListener('visibilitychange', () => {
  if (!document.hidden && document.body.dataset.events !== undefined) refreshSoon(0);
});
