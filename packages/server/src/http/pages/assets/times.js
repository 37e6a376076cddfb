/** The reader's own time in place of UTC, and durations that go on. */

const precise = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });
const brief = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

/** How far the reader's clock is ahead of the server's, in milliseconds. */
const skew = Date.now() - Date.parse(document.body.dataset.now);

export function localiseTimes() {
  for (const time of document.querySelectorAll('time[datetime]:not([data-local])')) {
    const date = new Date(time.dateTime);
    if (!Number.isNaN(date.getTime()))
      time.textContent = (time.closest('.when') ? brief : precise).format(date);
    time.dataset.local = '';
  }
}

export function tick() {
  for (const node of document.querySelectorAll('[data-since]')) {
    const since = Date.parse(node.dataset.since);
    if (!Number.isNaN(since)) node.textContent = formatDuration(Math.max(0, Date.now() - skew - since));
  }
}

function formatDuration(milliseconds) {
  const seconds = Math.floor(milliseconds / 1000);
  const pad = (value) => String(value).padStart(2, '0');
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${pad(seconds % 60)} s`;
  return `${Math.floor(seconds / 3600)} h ${pad(Math.floor(seconds / 60) % 60)} min`;
}
