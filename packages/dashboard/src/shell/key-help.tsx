/** All keys of the dashboard, and those of the screen that is open. */
import { useState } from 'react';
import { Dialog } from '../kit/dialog.tsx';
import { keysHeard, MOD } from '../kit/keys.ts';
import { ROW_KEYS } from '../kit/row-keys.ts';
import { PLACES } from './places.ts';

type Line = { keys: string; what: string };

const OWN: readonly Line[] = [
  { keys: 'Mod+k', what: 'go to a place, an execution or a definition' },
  { keys: '/', what: 'search on this screen' },
  ...ROW_KEYS,
  { keys: 'Enter', what: 'open the row' },
  { keys: 'Escape', what: 'close what is open' },
  { keys: '?', what: 'this list' },
];

const placeLines = (): Line[] =>
  PLACES.flatMap(({ key, label }) => (key ? [{ keys: `g ${key}`, what: label }] : []));

export const KeyHelp = ({ onClose }: { onClose: () => void }) => {
  // As it was when one asked: what the dialog itself hears is no key of the screen.
  const [here] = useState(() => {
    const everywhere = new Set([...OWN, ...placeLines()].map(({ keys }) => keys));
    return keysHeard().filter(({ keys }) => !everywhere.has(keys));
  });
  return (
    <Dialog title="Keys" onClose={onClose} wide={here.length > 0}>
      <div
        className={`max-h-[75vh] overflow-y-auto ${here.length > 0 ? 'sm:grid sm:grid-cols-2 sm:gap-6' : ''}`}
      >
        {here.length > 0 && (
          <section aria-labelledby="keys-here">
            <h3 id="keys-here" className="mb-2 text-sm font-semibold">
              On this screen
            </h3>
            <Lines lines={here} />
          </section>
        )}
        <div className={here.length > 0 ? 'max-sm:mt-4' : ''}>
          {here.length > 0 && <h3 className="mb-2 text-sm font-semibold">Everywhere</h3>}
          <KeyList />
        </div>
      </div>
    </Dialog>
  );
};

export const KeyList = () => <Lines lines={[...OWN, ...placeLines()]} />;

const Lines = ({ lines }: { lines: readonly Line[] }) => (
  <dl className="grid grid-cols-[auto_1fr] items-center gap-x-4 gap-y-1.5">
    {lines.map(({ keys, what }) => (
      <div key={`${keys} ${what}`} className="contents">
        <dt className="flex gap-1">
          {capsOf(keys).map((cap) => (
            <kbd key={cap} className="rounded border border-line-strong/50 px-1.5 py-0.5 text-xs leading-4">
              {cap}
            </kbd>
          ))}
        </dt>
        <dd>{what}</dd>
      </div>
    ))}
  </dl>
);

const CAPS: Readonly<Record<string, string>> = { Mod: MOD, Escape: 'Esc' };

/** What is printed on the keys; a capital letter is one with Shift. */
function capsOf(keys: string): string[] {
  return keys
    .split(/[ +]/)
    .flatMap((key) => (/^[A-Z]$/.test(key) ? ['Shift', key.toLowerCase()] : [CAPS[key] ?? key]));
}
