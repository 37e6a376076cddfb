/** Search in the log: marks the lines that match and walks through them. */

const MOST_HITS = 10_000;
const PAUSE_MS = 150;

export function startSearch(lines, log, follow) {
  const field = document.getElementById('log-search');
  const said = document.getElementById('log-hits');
  const [previous, next] = [document.getElementById('log-previous'), document.getElementById('log-next')];
  let hits = [];
  let place = -1;
  let waiting;

  const show = () => {
    previous.disabled = next.disabled = hits.length === 0;
    const many = hits.length === MOST_HITS ? 'more than ' : '';
    if (field.value === '') said.textContent = '';
    else
      said.textContent =
        hits.length === 0 ? 'none' : `${place + 1} of ${many}${hits.length.toLocaleString()}`;
  };
  const go = (by) => {
    if (hits.length === 0) return;
    hits[place]?.classList.remove('here');
    place = (place + by + hits.length) % hits.length;
    hits[place].classList.add('here');
    follow.checked = false;
    hits[place].scrollIntoView({ block: 'center' });
    show();
  };
  const search = () => {
    for (const line of hits) line.classList.remove('hit', 'here');
    const text = field.value.toLowerCase();
    hits = text === '' ? [] : lines.find(text, MOST_HITS);
    for (const line of hits) line.classList.add('hit');
    place = -1;
    if (hits.length > 0) go(1);
    else show();
  };

  field.addEventListener('input', () => {
    clearTimeout(waiting);
    waiting = setTimeout(search, PAUSE_MS);
  });
  field.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    go(event.shiftKey ? -1 : 1);
  });
  previous.addEventListener('click', () => go(-1));
  next.addEventListener('click', () => go(1));
  document.addEventListener('keydown', (event) => {
    if (event.key !== '/' || event.target.closest('input, select, textarea')) return;
    event.preventDefault();
    field.focus();
  });
  log.addEventListener('scroll', () => {
    const atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 40;
    if (atEnd && field.value === '') follow.checked = true;
  });
}
