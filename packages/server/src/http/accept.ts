/** What a client would like to be answered in (RFC 9110, section 12.5.1). */

/**
 * The best of the offered types: by quality, then by the order of the offer. Null when none will do.
 * An absent header accepts everything.
 */
export function chooseType<Type extends string>(
  header: string | undefined,
  offered: readonly Type[],
): Type | null {
  const ranges = parseAccept(header ?? '*/*');
  const rated = offered.map((type) => ({ type, quality: qualityOf(type, ranges) }));
  const best = rated.reduce((a, b) => (b.quality > a.quality ? b : a));
  return best.quality > 0 ? best.type : null;
}

/** Named in so many words: `*` of a program that takes anything does not count. */
export const wantsHtml = (header: string | undefined) =>
  parseAccept(header ?? '').some(({ range, quality }) => range === 'text/html' && quality > 0);

type Range = { range: string; quality: number };

function parseAccept(header: string): Range[] {
  return header
    .slice(0, 2000)
    .split(',')
    .map((part) => {
      const [range = '', ...parameters] = part.split(';').map((each) => each.trim().toLowerCase());
      const quality = Number(parameters.find((each) => each.startsWith('q='))?.slice(2) ?? 1);
      return { range, quality: Number.isFinite(quality) ? quality : 0 };
    });
}

/** Of the ranges that match, the most specific one decides. */
function qualityOf(type: string, ranges: readonly Range[]): number {
  const family = `${type.split('/')[0]}/*`;
  for (const range of [type, family, '*/*']) {
    const match = ranges.find((each) => each.range === range);
    if (match) return match.quality;
  }
  return 0;
}
