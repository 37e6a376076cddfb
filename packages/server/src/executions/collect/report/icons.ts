/** Icons as SVG symbols, put once into a page and used by reference. Shape tells what colour tells. */
import { type Markup, trusted } from './html.ts';

const SHAPES = {
  pass: '<circle cx="12" cy="12" r="9.5"/><path d="m7.8 12.4 2.8 2.8 5.6-6"/>',
  fail: '<circle cx="12" cy="12" r="9.5"/><path d="m8.8 8.8 6.4 6.4m0-6.4-6.4 6.4"/>',
  flaky: '<circle cx="12" cy="12" r="9.5"/><path d="M7 12.6c1.2-2.6 3-2.6 5-.6s3.8 2 5-.6"/>',
  warn: '<path d="M12 3.2 22 20.5H2Z"/><path d="M12 10v4.5m0 2.9v.1"/>',
  quiet: '<circle cx="12" cy="12" r="9.5"/><path d="M8 12h8"/>',
  busy: '<circle cx="12" cy="12" r="9.5" stroke-dasharray="40 20"/>',
  clock: '<circle cx="12" cy="12" r="9.5"/><path d="M12 6.5V12l3.5 2.2"/>',
} as const;
export type IconName = keyof typeof SHAPES;

const symbols = Object.entries(SHAPES).map(
  ([name, shape]) => `<symbol id="i-${name}" viewBox="0 0 24 24">${shape}</symbol>`,
);
export const ICON_SPRITE: Markup = trusted(`<svg hidden>${symbols.join('')}</svg>`);

/** Decoration: the words beside it carry the meaning. */
export const icon = (name: IconName): Markup =>
  trusted(`<svg class="icon ${name}" aria-hidden="true"><use href="#i-${name}"/></svg>`);

/** Lanes of work that end at the same line. */
export const BRAND_MARK: Markup = trusted(
  '<svg viewBox="0 0 20 20" aria-hidden="true"><rect x="1" y="2" width="12" height="4" rx="2" opacity=".55"/><rect x="1" y="8" width="17" height="4" rx="2"/><rect x="1" y="14" width="9" height="4" rx="2" opacity=".55"/></svg>',
);
