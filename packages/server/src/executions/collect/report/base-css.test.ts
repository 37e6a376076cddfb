import { expect, test } from 'vitest';
import { BASE_CSS } from './base-css.ts';

const [light = '', dark = ''] = BASE_CSS.split('@media (prefers-color-scheme: dark)');

const TONES = ['pass', 'fail', 'flaky', 'warn', 'quiet'];
const PAIRS = [
  ...['bg', 'surface', 'sunken', 'accent-soft', ...TONES.map((tone) => `${tone}-soft`)].flatMap((back) => [
    ['text', back],
    ['muted', back],
  ]),
  ...['accent', ...TONES].flatMap((front) => ['bg', 'surface', `${front}-soft`].map((back) => [front, back])),
] as [string, string][];

test.each([
  ['light', light],
  ['dark', dark],
])('text has a contrast of at least 4.5:1 on every background in the %s scheme', (_, css) => {
  const weak = PAIRS.map(([front, back]) => ({
    front,
    back,
    ratio: contrast(colour(css, front), colour(css, back)),
  })).filter(({ ratio }) => ratio < 4.5);
  expect(weak).toEqual([]);
});

function colour(css: string, name: string): number[] {
  const hex = new RegExp(`--${name}: #([0-9a-f]{6})`).exec(css)?.[1];
  if (hex === undefined) throw new Error(`no colour ${name}`);
  return [0, 2, 4].map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255);
}

/** WCAG 2.2, relative luminance and contrast ratio. */
function contrast(front: number[], back: number[]): number {
  const [lighter, darker] = [luminance(front), luminance(back)].toSorted((a, b) => b - a) as [number, number];
  return (lighter + 0.05) / (darker + 0.05);
}

function luminance(rgb: number[]): number {
  const [red = 0, green = 0, blue = 0] = rgb.map((part) =>
    part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4,
  );
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
