/** Time zones as the browser knows them; the server's own list decides. */
export const ownZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** With UTC, which some browsers leave out, and the one that is set. */
export const zonesWith = (set: string): readonly string[] =>
  [...new Set(['UTC', set, ...Intl.supportedValuesOf('timeZone')])].sort((one, other) =>
    one < other ? -1 : 1,
  );

const SHOWN = {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  timeZoneName: 'short',
} as const;

/** A moment by the clocks of a zone; of one that the browser does not know, by UTC. */
export function clockOf(timeZone: string): (at: string) => string {
  const format = formatOf(timeZone);
  return (at) => format.format(new Date(at));
}

function formatOf(timeZone: string): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat(undefined, { ...SHOWN, timeZone });
  } catch {
    return new Intl.DateTimeFormat(undefined, { ...SHOWN, timeZone: 'UTC' });
  }
}
