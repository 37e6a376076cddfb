/** Text of a terminal in its colours. */
import type { CSSProperties } from 'react';
import { type AnsiStyle, PLAIN, readAnsi } from './ansi.ts';

export function AnsiText({ text, begin = PLAIN }: { text: string; begin?: AnsiStyle }) {
  const { pieces } = readAnsi(text, begin);
  return pieces.map(({ text: piece, style }, index) =>
    style === PLAIN ? (
      piece
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of a text never move
      <span key={index} style={cssOf(style)}>
        {piece}
      </span>
    ),
  );
}

const colour = (named: number | string | null, otherwise: string): string =>
  typeof named === 'number' ? `var(--ansi-${named})` : (named ?? otherwise);

function cssOf({ bold, dim, italic, underline, inverse, front, back }: AnsiStyle): CSSProperties {
  const [fore, behind] = inverse
    ? [colour(back, 'var(--surface)'), colour(front, 'var(--text)')]
    : [front === null ? undefined : colour(front, ''), back === null ? undefined : colour(back, '')];
  return {
    color: fore,
    backgroundColor: behind,
    fontWeight: bold ? 600 : undefined,
    opacity: dim ? 0.75 : undefined,
    fontStyle: italic ? 'italic' : undefined,
    textDecoration: underline ? 'underline' : undefined,
  };
}
