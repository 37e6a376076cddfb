/**
 * The part of the report's script that draws the list of all tests: by file or by duration, filtered
 * by text and outcome, and only as many rows as somebody asks to see.
 */
export const LIST_SCRIPT = String.raw`
  const byId = (id) => document.getElementById(id);
  document.documentElement.classList.add('js');
  const { rows, suites, files, leftOut } = JSON.parse(byId('rows').textContent);
  const [NAME, SUITE, FILE, STATUS, TIME, FLAKY, LINE, WHY, CARD] = [0, 1, 2, 3, 4, 5, 6, 7, 8];
  const STATUSES = ['passed', 'failed', 'error', 'skipped'];
  const TONES = ['pass', 'fail', 'warn', 'quiet'];
  const AT_ONCE = 200;
  const count = new Intl.NumberFormat('en');

  const make = (tag, className, ...children) => {
    const node = document.createElement(tag);
    if (className) node.className = className;
    node.append(...children);
    return node;
  };
  const icon = (name) => {
    const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
    svg.setAttribute('class', 'icon ' + name);
    svg.setAttribute('aria-hidden', 'true');
    const use = document.createElementNS('http://www.w3.org/2000/svg', 'use');
    use.setAttribute('href', '#i-' + name);
    svg.append(use);
    return svg;
  };
  const duration = (ms) => {
    if (ms < 1000) return Math.round(ms) + ' ms';
    if (ms < 59950) return (ms / 1000).toFixed(ms < 9950 ? 2 : 1) + ' s';
    const seconds = Math.round(ms / 1000);
    const pad = (value) => String(value).padStart(2, '0');
    if (seconds < 3600) return Math.floor(seconds / 60) + ' min ' + pad(seconds % 60) + ' s';
    return Math.floor(seconds / 3600) + ' h ' + pad(Math.floor(seconds / 60) % 60) + ' min';
  };
  const isFailed = (row) => row[STATUS] === 1 || row[STATUS] === 2;
  /** Flaky tests have passed too. */
  const FILTERS = {
    all: () => true,
    failed: isFailed,
    flaky: (row) => row[FLAKY] === 1,
    passed: (row) => (row[STATUS] || 0) === 0,
    skipped: (row) => row[STATUS] === 3,
  };
  const toneOf = (row) => (row[FLAKY] ? 'flaky' : TONES[row[STATUS] || 0]);
  const isolate = (text) => make('bdi', '', text);

  const drawRow = (row, withFile) => {
    const name = row[CARD] ? make('a', '', isolate(row[NAME])) : isolate(row[NAME]);
    if (row[CARD]) name.href = '#' + row[CARD];
    const label = make('span', 'name');
    if (suites[row[SUITE] || 0]) label.append(make('span', 'suite', isolate(suites[row[SUITE] || 0]), ' › '));
    label.append(name, make('span', 'sr', ', ' + (row[FLAKY] ? 'flaky' : STATUSES[row[STATUS] || 0])));
    if (withFile) label.append(make('div', 'where', files[row[FILE] || 0] + (row[LINE] ? ':' + row[LINE] : '')));
    const node = make('div', 'row', icon(toneOf(row)), label, make('span', 'time number', duration(row[TIME] || 0)));
    if (row[WHY]) node.append(make('div', 'why', isolate(row[WHY])));
    return node;
  };

  /** The first items at once, the others when asked for. */
  const drawSome = (parent, items, draw, from = 0) => {
    parent.append(...items.slice(from, from + AT_ONCE).map(draw));
    const left = items.length - from - AT_ONCE;
    if (left <= 0) return;
    const button = make('button', '', 'Show ' + count.format(Math.min(left, AT_ONCE)) + ' more of ' + count.format(left));
    button.type = 'button';
    const more = make('div', 'more', button);
    button.addEventListener('click', () => {
      more.remove();
      const next = parent.childElementCount;
      drawSome(parent, items, draw, from + AT_ONCE);
      const target = parent.children[next];
      const focusable = target && (target.querySelector('a, summary') || target);
      if (focusable) {
        if (focusable === target) target.tabIndex = -1;
        focusable.focus({ preventScroll: true });
      }
    });
    parent.append(more);
  };

  const rankOf = (row) => (isFailed(row) ? 0 : row[FLAKY] ? 1 : row[STATUS] === 3 ? 3 : 2);
  const groupByFile = (matched) => {
    const groups = new Map();
    for (const row of matched) {
      const group = groups.get(row[FILE] || 0) || { file: files[row[FILE] || 0], rows: [], time: 0, failed: 0, flaky: 0 };
      groups.set(row[FILE] || 0, group);
      group.rows.push(row);
      group.time += row[TIME] || 0;
      if (isFailed(row)) group.failed += 1;
      if (row[FLAKY]) group.flaky += 1;
    }
    const compare = new Intl.Collator('en').compare;
    const rank = (group) => (group.failed ? 0 : group.flaky ? 1 : 2);
    return [...groups.values()].sort((a, b) => rank(a) - rank(b) || compare(a.file, b.file));
  };
  const drawFile = (open) => (group) => {
    const details = make('details', 'file');
    const summary = make('summary', '', make('code', '', isolate(group.file)));
    if (group.failed) summary.append(make('span', 'chip fail', count.format(group.failed) + ' failed'));
    if (group.flaky) summary.append(make('span', 'chip flaky', count.format(group.flaky) + ' flaky'));
    const tests = count.format(group.rows.length) + (group.rows.length === 1 ? ' test' : ' tests');
    summary.append(make('span', 'muted number nowrap', tests + ' · ' + duration(group.time)));
    const body = make('div');
    details.append(summary, body);
    const fill = () => {
      if (body.childElementCount > 0) return;
      group.rows.sort((a, b) => rankOf(a) - rankOf(b));
      drawSome(body, group.rows, (row) => drawRow(row, false));
    };
    details.addEventListener('toggle', fill);
    if (open) {
      details.open = true;
      fill();
    }
    return details;
  };

  const startList = () => {
    const search = make('input');
    search.type = 'search';
    search.placeholder = 'Filter by name, suite or file';
    search.setAttribute('aria-label', 'Filter tests by name, suite or file');
    const order = make('select');
    order.setAttribute('aria-label', 'Order');
    order.append(new Option('By file', 'file'), new Option('Slowest first', 'slow'), new Option('Fastest first', 'fast'));
    const filters = make('div', 'filters');
    filters.setAttribute('role', 'group');
    filters.setAttribute('aria-label', 'Filter by outcome');
    const said = make('p', 'muted');
    said.setAttribute('role', 'status');
    const body = make('div', 'panel');
    byId('list').append(make('div', 'controls', search, filters, order), said, body);

    let status = 'all';
    let texts;
    const textOf = (index) => {
      texts ||= new Array(rows.length);
      const row = rows[index];
      return (texts[index] ||= (files[row[FILE] || 0] + ' ' + suites[row[SUITE] || 0] + ' ' + row[NAME]).toLowerCase());
    };
    const findMatches = () => {
      const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
      if (words.length === 0) return rows;
      return rows.filter((_, index) => words.every((word) => textOf(index).includes(word)));
    };
    const buttons = Object.keys(FILTERS).map((kind) => {
      const number = make('span');
      const button = make('button', '', kind[0].toUpperCase() + kind.slice(1) + ' ', number);
      button.type = 'button';
      button.addEventListener('click', () => {
        status = kind;
        draw();
      });
      filters.append(button);
      return { kind, button, number };
    });
    const showCounts = (found) => {
      const counts = Object.fromEntries(Object.keys(FILTERS).map((kind) => [kind, found.filter(FILTERS[kind]).length]));
      for (const { kind, button, number } of buttons) {
        number.textContent = count.format(counts[kind]);
        button.setAttribute('aria-pressed', String(kind === status));
      }
    };
    const drawMatches = (matched) => {
      body.replaceChildren();
      if (matched.length === 0) return body.append(make('p', 'none', rows.length === 0 ? 'No test ran.' : 'No test matches.'));
      if (order.value === 'file') {
        const groups = groupByFile(matched);
        return drawSome(body, groups, drawFile(matched.length <= AT_ONCE || groups.length === 1));
      }
      const sign = order.value === 'slow' ? -1 : 1;
      const sorted = [...matched].sort((a, b) => sign * ((a[TIME] || 0) - (b[TIME] || 0)));
      drawSome(body, sorted, (row) => drawRow(row, true));
    };
    const draw = () => {
      const found = findMatches();
      showCounts(found);
      const matched = found.filter(FILTERS[status]);
      const note = leftOut ? ' ' + count.format(leftOut) + ' more are left out of this file to keep it small.' : '';
      said.textContent = (matched.length === rows.length ? '' : count.format(matched.length) + ' of ' + count.format(rows.length) + ' tests.') + note;
      drawMatches(matched);
    };
    let waiting;
    search.addEventListener('input', () => {
      clearTimeout(waiting);
      waiting = setTimeout(draw, 120);
    });
    order.addEventListener('change', draw);
    draw();
    const clear = () => {
      search.value = '';
      draw();
    };
    return { search, clear };
  };
  const list = startList();
`;
