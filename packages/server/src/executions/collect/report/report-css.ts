/** The report's own styles, after those it shares with the pages. */
export const REPORT_CSS = `body { padding: 0 1.5rem 4rem; }
main, body > footer { max-width: 66rem; margin: 0 auto; }
.top { position: sticky; top: 0; z-index: 2; display: flex; flex-wrap: wrap; align-items: center; gap: 0.25rem 1.75rem; margin: 0 -1.5rem; padding: 0.85rem max(1.5rem, calc((100% + 3rem - 66rem) / 2)); border-bottom: 1px solid var(--line); background: var(--bg); }
.top nav { display: flex; flex-wrap: wrap; gap: 0.25rem 1.5rem; margin-left: auto; font-size: 0.875rem; }
.top nav a { color: var(--muted); text-decoration: none; } .top nav a:hover { color: var(--text); }
.top nav b { font-weight: 600; font-variant-numeric: tabular-nums; }
section { margin-top: 3rem; } section > h2 { margin-bottom: 1rem; } section > .note, section > details { margin-top: 0.75rem; }
.summary { display: grid; gap: 1.5rem; margin-top: 2.25rem; } .title { display: grid; gap: 0.15rem; } .title p { font-size: 0.875rem; }
.summary .facts { padding-top: 1.5rem; border-top: 1px solid var(--line); } .summary .bar { margin-top: -0.5rem; }
.facts .chip.tag { margin: 0.1rem 0; }
.card { display: grid; gap: 0.85rem; padding: 1.15rem 1.35rem; border: 1px solid var(--line); border-radius: 10px; background: var(--surface); box-shadow: var(--shadow); scroll-margin-top: 4rem; }
.card:nth-of-type(n + 20) { content-visibility: auto; contain-intrinsic-size: auto 22rem; }
.card + .card { margin-top: 0.85rem; }
.card:focus { outline: 2px solid var(--accent); outline-offset: 1px; }
.card > header { display: grid; grid-template-columns: auto 1fr auto; gap: 0 0.7rem; align-items: start; }
.card > header .icon { width: 1.15rem; height: 1.15rem; margin-top: 0.16rem; }
.card h3 { font-weight: 600; } .suite { color: var(--muted); font-weight: 400; }
.card .place { margin-top: 0.15rem; display: flex; flex-wrap: wrap; gap: 0.2rem 0.4rem; align-items: center; color: var(--muted); }
.card .time { color: var(--muted); font-size: 0.875rem; white-space: nowrap; }
.card pre { max-height: 28rem; overflow: auto; padding: 0.7rem 0.9rem; border-radius: 7px; background: var(--sunken); }
.card pre.message { background: var(--fail-soft); } #flaky .card pre.message { background: var(--flaky-soft); }
summary { width: fit-content; cursor: pointer; font-size: 0.875rem; color: var(--muted); } summary:hover { color: var(--text); }
details[open] > summary { margin-bottom: 0.5rem; }
.diff figcaption { margin-bottom: 0.35rem; font: 0.75rem var(--mono); } .diff pre { padding: 0.6rem 0; }
.diff pre span { display: block; padding: 0 0.9rem; } .diff mark { color: inherit; font-weight: 700; border-radius: 2px; }
.expected { color: var(--pass); } .actual { color: var(--fail); } .fold { color: var(--muted); }
.diff pre .expected { background: var(--pass-soft); } .diff pre .expected mark { background: color-mix(in srgb, var(--pass-fill) 28%, transparent); }
.diff pre .actual { background: var(--fail-soft); } .diff pre .actual mark { background: color-mix(in srgb, var(--fail-fill) 28%, transparent); }
.source figcaption { margin-bottom: 0.35rem; font: 0.75rem var(--mono); color: var(--muted); } .source pre { padding: 0.6rem 0; white-space: pre; }
.source pre span { display: block; width: max-content; min-width: 100%; padding: 0 0.9rem; } .source .near { color: var(--muted); } .source .here { background: var(--fail-soft); font-weight: 600; }
.shots { display: flex; flex-wrap: wrap; gap: 0.85rem; } .shots:empty { display: none; }
.shot { max-width: 100%; } .shot button { display: block; min-height: 0; padding: 0; overflow: hidden; cursor: zoom-in; background: var(--sunken); }
.shot img { display: block; max-width: 100%; } .js .shot img { max-height: 11rem; max-width: min(20rem, 100%); object-fit: contain; }
.shot figcaption { margin-top: 0.3rem; font-size: 0.75rem; max-width: 20rem; } .links { display: flex; flex-wrap: wrap; gap: 0.25rem 1.25rem; font-size: 0.875rem; }
#lightbox { max-width: 96vw; max-height: 96vh; padding: 0; border: 1px solid var(--line); border-radius: 10px; background: var(--surface); color: var(--text); }
#lightbox::backdrop { background: rgb(0 0 0 / 65%); } #lightbox img { display: block; max-width: 100%; height: auto; }
#lightbox div { position: sticky; top: 0; display: flex; align-items: center; justify-content: space-between; gap: 1rem; padding: 0.5rem 0.5rem 0.5rem 1rem; background: var(--surface); font-size: 0.875rem; }
.controls { display: flex; flex-wrap: wrap; gap: 0.6rem; align-items: center; margin-bottom: 0.85rem; }
.controls input { flex: 1 1 16rem; min-width: 0; } .filters { display: flex; flex-wrap: wrap; gap: 0.3rem; }
.filters button { padding: 0.25rem 0.7rem; } .filters button span { color: var(--muted); font-weight: 400; font-variant-numeric: tabular-nums; }
.filters button[aria-pressed="true"] { border-color: var(--accent); background: var(--accent-soft); color: var(--accent); } .filters button[aria-pressed="true"] span { color: inherit; }
.file { border-bottom: 1px solid var(--line); } .file:last-of-type { border-bottom: 0; } .file[open] > summary { margin: 0; border-bottom: 1px solid var(--line); background: var(--sunken); }
.file > summary { display: flex; align-items: center; gap: 0.6rem; width: 100%; padding: 0.55rem 1rem; color: var(--text); list-style: none; } .file > summary::-webkit-details-marker { display: none; }
.file > summary:hover { background: var(--sunken); } .file > summary code { flex: 1; min-width: 0; }
.file > summary::before { content: ""; flex: none; width: 0.4rem; height: 0.4rem; border: solid var(--muted); border-width: 0 1.5px 1.5px 0; transform: rotate(-45deg); } .file[open] > summary::before { transform: rotate(45deg); }
.row { display: grid; grid-template-columns: auto 1fr auto; gap: 0 0.7rem; align-items: start; padding: 0.45rem 1rem; border-bottom: 1px solid var(--line); font-size: 0.875rem; } .row:last-of-type { border-bottom: 0; }
.file .row { padding-left: 2rem; } .row .icon { margin-top: 0.24rem; width: 0.95rem; height: 0.95rem; } .row .time { color: var(--muted); }
.row .why { grid-column: 2 / -1; color: var(--muted); font: 0.8125rem/1.5 var(--mono); } .row .where { color: var(--muted); font-size: 0.8125rem; }
.more { display: flex; justify-content: center; padding: 0.6rem; } .none { padding: 2rem; text-align: center; color: var(--muted); }
.slowest li { display: grid; grid-template-columns: 1fr 8rem 5.5rem; gap: 1rem; align-items: center; padding: 0.5rem 1rem; border-bottom: 1px solid var(--line); font-size: 0.875rem; } .slowest li:last-child { border-bottom: 0; }
.slowest rect { opacity: 0.65; } .slowest .number { text-align: right; } .slowest .muted { display: block; font-size: 0.8125rem; }
.timeline { padding: 0.75rem 1rem; max-height: 34rem; overflow-y: auto; } .timeline li { display: grid; grid-template-columns: minmax(5rem, max-content) 1fr; gap: 1rem; align-items: center; }
.timeline .lane { width: 7.5rem; font-size: 0.8125rem; color: var(--muted); } .timeline svg { width: 100%; height: 20px; overflow: visible; }
.timeline .axis svg { height: 18px; } .timeline text { fill: var(--muted); font: 0.6875rem var(--sans); } .track { fill: var(--quiet-soft); }
.unit { stroke: var(--surface); stroke-width: 1; } .unit:hover { stroke: var(--text); }
.scroll { overflow-x: auto; }
body > footer { display: flex; flex-wrap: wrap; gap: 0.5rem 2rem; justify-content: space-between; margin-top: 3.5rem; padding-top: 1rem; border-top: 1px solid var(--line); color: var(--muted); font-size: 0.8125rem; }
@media (max-width: 40rem) {
  body { padding: 0 1rem 3rem; } .top { margin: 0 -1rem; padding: 0.7rem 1rem; } .top nav { margin-left: 0; gap: 0.25rem 1rem; } .stats { gap: 0.75rem 1.5rem; }
  .verdict { padding: 1rem; } .card { padding: 1rem; } .slowest li { grid-template-columns: 1fr auto; } .slowest .bar { display: none; }
  .timeline .lane { width: 4.5rem; } .timeline li { gap: 0.5rem; grid-template-columns: auto 1fr; } .file .row { padding-left: 1rem; } .keys { display: none; }
}
@media print {
  body { padding: 0; background: #fff; } .top { position: static; background: none; } .top nav, #tests, .keys, .stack:not([open]), dialog { display: none !important; }
  .card { content-visibility: visible; box-shadow: none; } .card pre { max-height: none; overflow: visible; } .card > header, .verdict, figure { break-inside: avoid; } h2 { break-after: avoid; }
}
`;
