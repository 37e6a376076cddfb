/**
 * The log, drawn as it comes by long polling. Owns the lines it has drawn. Invariants: a line is drawn
 * in the order of its source, however its chunks are cut; no more than MOST_LINES are kept.
 */
import { drawAnsi, plainStyle } from './ansi.js';
import { startSearch } from './log-search.js';
import { fetchSignedIn } from './session.js';

const MOST_LINES = 100_000;
const BLOCK_LINES = 500;
/** A longer line is continued on the next: redrawing it with every chunk must stay cheap. */
const LINE_CHARACTERS = 20_000;
const WAIT_SECONDS = 25;
const RETRY_MS = 3_000;

export function startLog() {
  const log = document.getElementById('log');
  const state = document.getElementById('log-state');
  const follow = document.getElementById('log-follow');
  const lines = createLines(log);
  startSearch(lines, log, follow);
  const lookBack = (event) => {
    if (event.deltaY < 0) follow.checked = false;
  };
  log.addEventListener('wheel', lookBack, { passive: true });
  void readChunks(
    log.dataset.chunks,
    (answer) => {
      for (const chunk of answer.chunks) lines.append(chunk);
      state.textContent = describeState(lines, answer.complete);
      if (follow.checked && answer.chunks.length > 0) log.scrollTop = log.scrollHeight;
    },
    state,
  );
}

function describeState(lines, isComplete) {
  const dropped =
    lines.dropped() > 0
      ? ` The first ${lines.dropped().toLocaleString()} lines are in the plain text only.`
      : '';
  const count = `${lines.count().toLocaleString()} lines.`;
  if (isComplete) return lines.count() === 0 ? 'Nothing was logged.' : `${count}${dropped}`;
  return lines.count() === 0 ? 'Waiting for the first line…' : `${count} More may come.${dropped}`;
}

async function readChunks(address, take, state) {
  let cursor;
  for (;;) {
    const url = new URL(address, location.href);
    if (cursor !== undefined) {
      url.searchParams.set('cursor', cursor);
      url.searchParams.set('waitSeconds', String(WAIT_SECONDS));
    }
    try {
      const answer = await fetchSignedIn(url, { headers: { accept: 'application/json' }, cache: 'no-store' });
      if (answer.status === 401) return location.reload();
      if (!answer.ok) throw new Error(`the server answered ${answer.status}`);
      const read = await answer.json();
      cursor = read.cursor;
      take(read);
      if (read.complete) return;
    } catch (error) {
      state.textContent = `No answer (${error.message}); trying again…`;
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  }
}

/** Lines in blocks, so that the browser lays out only what is in view. */
function createLines(log) {
  const open = new Map();
  const blocks = [];
  let [count, dropped] = [0, 0];
  let firstGroup = null;

  const startLine = (chunk) => {
    let block = blocks.at(-1);
    if (block === undefined || block.childElementCount >= BLOCK_LINES) {
      block = log.appendChild(document.createElement('div'));
      block.className = 'block';
      blocks.push(block);
    }
    const line = block.appendChild(document.createElement('div'));
    line.className = `line ${chunk.stream === 'setup' ? 'setup' : ''}`;
    line.dataset.group = String(chunk.groupIndex);
    line.title = new Date(chunk.at).toLocaleString();
    count += 1;
    if (count > MOST_LINES) dropBlock();
    return line;
  };
  const dropBlock = () => {
    const block = blocks.shift();
    count -= block.childElementCount;
    dropped += block.childElementCount;
    block.remove();
  };
  const extend = (current, text) => {
    current.text += text;
    // A terminal that is sent back to the line's start writes over it: only the last writing counts.
    const shown = current.text.slice(current.text.lastIndexOf('\r', current.text.length - 2) + 1);
    current.line.replaceChildren();
    return drawAnsi(current.line, shown.replace(/\r$/, ''), current.style);
  };
  /** `ends`: a line break follows. */
  const write = (key, chunk, text, ends) => {
    const current = open.get(key) ?? { line: null, text: '', style: plainStyle() };
    if (current.line === null) Object.assign(current, { line: startLine(chunk), text: '' });
    const style = extend(current, text);
    if (ends || current.text.length >= LINE_CHARACTERS) Object.assign(current, { line: null, style });
    open.set(key, current);
  };
  const append = (chunk) => {
    firstGroup ??= chunk.groupIndex;
    if (chunk.groupIndex !== firstGroup) log.classList.add('several');
    const key = `${chunk.attempt}/${chunk.groupIndex}/${chunk.stream}`;
    const parts = chunk.text.split('\n');
    parts.forEach((part, index) => {
      const ends = index < parts.length - 1;
      for (let from = 0; from < part.length; from += LINE_CHARACTERS)
        write(
          key,
          chunk,
          part.slice(from, from + LINE_CHARACTERS),
          ends && from + LINE_CHARACTERS >= part.length,
        );
      if (part === '' && ends) write(key, chunk, '', true);
    });
  };
  return {
    append,
    count: () => count,
    dropped: () => dropped,
    /** Lines that hold the text, in any case of letters; the first `most` of them. */
    find: (text, most) => {
      const found = [];
      for (const block of blocks)
        for (const line of block.children)
          if (line.textContent.toLowerCase().includes(text) && found.push(line) === most) return found;
      return found;
    },
  };
}
