/**
 * The design language that reports and pages share: colours, type, spacing and the small parts made
 * of them. `http/pages/assets/style.css` begins with the same text; a test there compares the two.
 * Contrast of text is AA (4.5:1) on every background it is used on, in both schemes.
 */
export const BASE_CSS = `:root {
  color-scheme: light dark;
  --bg: #fafaf9; --surface: #ffffff; --sunken: #f4f4f2; --line: #e4e4e0; --line-strong: #c9c9c3;
  --text: #1d1f22; --muted: #5c6066; --accent: #2457c5; --accent-soft: #eaf0fc;
  --pass: #17703f; --pass-soft: #e8f4ec; --pass-fill: #3fa468;
  --fail: #b52a26; --fail-soft: #fcedeb; --fail-fill: #d9544d;
  --flaky: #855600; --flaky-soft: #fbf2de; --flaky-fill: #e0a526;
  --warn: #97470a; --warn-soft: #fdf0e4; --warn-fill: #e07b2e;
  --quiet: #5c6066; --quiet-soft: #f0f0ee; --quiet-fill: #b9bab6;
  --shadow: 0 1px 2px rgb(20 20 20 / 5%);
  --sans: ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
  --mono: ui-monospace, SFMono-Regular, "SF Mono", Menlo, Consolas, "Liberation Mono", monospace;
}
@media (prefers-color-scheme: dark) {
  :root {
    --bg: #131416; --surface: #1a1c1f; --sunken: #111214; --line: #2b2e32; --line-strong: #44484e;
    --text: #e6e7e9; --muted: #a1a5ac; --accent: #8fb3ff; --accent-soft: #1b2640;
    --pass: #6fd19a; --pass-soft: #14281d; --pass-fill: #3d9a63;
    --fail: #ff928a; --fail-soft: #331a1a; --fail-fill: #d0524b;
    --flaky: #e8bb5e; --flaky-soft: #2e2510; --flaky-fill: #c2912a;
    --warn: #f4a873; --warn-soft: #312011; --warn-fill: #c96d29;
    --quiet: #a1a5ac; --quiet-soft: #222529; --quiet-fill: #5d6167;
    --shadow: none;
  }
}
*, *::before, *::after { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; scroll-padding-top: 4rem; }
body { margin: 0; background: var(--bg); color: var(--text); font: 400 0.9375rem/1.55 var(--sans); overflow-wrap: anywhere; }
h1, h2, h3, p, dl, dd, ul, ol, pre, figure { margin: 0; }
ul, ol { padding: 0; list-style: none; }
h1 { font-size: 1.625rem; line-height: 1.25; font-weight: 650; letter-spacing: -0.015em; }
h2 { font-size: 1.125rem; line-height: 1.35; font-weight: 650; letter-spacing: -0.005em; }
h3 { font-size: 0.9375rem; line-height: 1.45; font-weight: 600; }
a { color: var(--accent); text-decoration-thickness: 1px; text-underline-offset: 0.18em; }
a:not(:hover) { text-decoration-color: color-mix(in srgb, currentColor 35%, transparent); }
code, pre, kbd { font-family: var(--mono); font-size: 0.8125rem; line-height: 1.6; }
pre { white-space: pre-wrap; tab-size: 4; unicode-bidi: isolate; }
kbd { padding: 0 0.35em; border: 1px solid var(--line-strong); border-radius: 4px; background: var(--surface); font-size: 0.75rem; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 4px; }
[hidden] { display: none; }
.muted { color: var(--muted); }
.nowrap { white-space: nowrap; }
.number { font-variant-numeric: tabular-nums; }
.sr { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.skip { position: absolute; left: 1rem; top: -4rem; padding: 0.5rem 1rem; background: var(--surface); z-index: 9; }
.skip:focus { top: 0.5rem; }
.icon { width: 1em; height: 1em; flex: none; fill: none; stroke: currentColor; stroke-width: 2; stroke-linecap: round; stroke-linejoin: round; }
.pass { color: var(--pass); } .fail { color: var(--fail); } .flaky { color: var(--flaky); }
.warn { color: var(--warn); } .quiet { color: var(--quiet); } .busy { color: var(--accent); }
rect.pass { fill: var(--pass-fill); } rect.fail { fill: var(--fail-fill); } rect.flaky { fill: var(--flaky-fill); }
rect.warn { fill: var(--warn-fill); } rect.quiet { fill: var(--quiet-fill); } rect.busy { fill: var(--accent); }
.brand { display: inline-flex; align-items: center; gap: 0.5rem; font-weight: 650; letter-spacing: -0.01em; color: var(--text); text-decoration: none; }
.brand svg { width: 1.25rem; height: 1.25rem; fill: var(--accent); }
.chip { display: inline-flex; align-items: center; gap: 0.3rem; padding: 0.05rem 0.5rem; border-radius: 99px; background: var(--quiet-soft); color: var(--muted); font-size: 0.75rem; font-weight: 550; line-height: 1.5; white-space: nowrap; }
.chip.pass { background: var(--pass-soft); color: var(--pass); } .chip.fail { background: var(--fail-soft); color: var(--fail); }
.chip.flaky { background: var(--flaky-soft); color: var(--flaky); } .chip.warn { background: var(--warn-soft); color: var(--warn); }
.chip.busy { background: var(--accent-soft); color: var(--accent); }
.chip.tag { max-width: 22rem; overflow: hidden; text-overflow: ellipsis; display: inline-block; }
.bar { display: block; width: 100%; height: 8px; border-radius: 4px; overflow: hidden; background: var(--quiet-soft); }
.verdict { display: grid; grid-template-columns: auto 1fr; gap: 0 1rem; padding: 1.25rem 1.5rem; border-radius: 12px; background: var(--quiet-soft); }
.verdict > .icon { width: 2.25rem; height: 2.25rem; margin-top: 0.125rem; stroke-width: 1.75; grid-row: span 3; }
.verdict strong { font-size: 1.375rem; line-height: 1.3; font-weight: 650; letter-spacing: -0.01em; }
.verdict p { margin-top: 0.2rem; color: var(--text); max-width: 75ch; grid-column: 2; } .verdict p.advice { color: var(--muted); }
.verdict.pass { background: var(--pass-soft); } .verdict.fail { background: var(--fail-soft); } .verdict.flaky { background: var(--flaky-soft); }
.verdict.warn { background: var(--warn-soft); } .verdict.busy { background: var(--accent-soft); }
.stats { display: flex; flex-wrap: wrap; gap: 0.5rem 2.25rem; }
.stats dt { font-size: 0.8125rem; color: var(--muted); }
.stats dd { font-size: 1.375rem; line-height: 1.3; font-weight: 600; font-variant-numeric: tabular-nums; letter-spacing: -0.01em; }
.facts { display: grid; grid-template-columns: repeat(4, minmax(0, 1fr)); gap: 0.9rem 1.5rem; }
.facts .wide { grid-column: span 2; } .facts .full { grid-column: 1 / -1; }
@media (max-width: 48rem) { .facts { grid-template-columns: repeat(2, minmax(0, 1fr)); } }
.facts dt { font-size: 0.75rem; color: var(--muted); } .facts dd { font-size: 0.875rem; }
.button, button { display: inline-flex; align-items: center; gap: 0.4rem; min-height: 2.125rem; padding: 0.25rem 0.85rem; border: 1px solid var(--line-strong); border-radius: 7px; background: var(--surface); color: var(--text); font: 550 0.875rem/1.4 var(--sans); text-decoration: none; cursor: pointer; }
.button:hover, button:hover { border-color: var(--muted); background: var(--sunken); }
button:disabled { opacity: 0.55; cursor: default; }
input, select { min-height: 2.125rem; padding: 0.25rem 0.7rem; border: 1px solid var(--line-strong); border-radius: 7px; background: var(--surface); color: var(--text); font: 400 0.875rem/1.4 var(--sans); }
::placeholder { color: var(--muted); opacity: 1; }
table { width: 100%; border-collapse: collapse; font-size: 0.875rem; }
th { padding: 0.5rem 0.75rem; text-align: left; font-size: 0.75rem; font-weight: 550; color: var(--muted); border-bottom: 1px solid var(--line); white-space: nowrap; }
td { padding: 0.55rem 0.75rem; border-bottom: 1px solid var(--line); vertical-align: top; }
tbody tr:last-child td { border-bottom: 0; } :is(th, td):first-child { padding-left: 1rem; } :is(th, td):last-child { padding-right: 1rem; }
th.number, td.number { text-align: right; white-space: nowrap; }
.panel { border: 1px solid var(--line); border-radius: 10px; background: var(--surface); box-shadow: var(--shadow); overflow: hidden; }
.note { padding: 0.6rem 0.9rem; border-radius: 8px; background: var(--quiet-soft); color: var(--muted); font-size: 0.875rem; }
`;
