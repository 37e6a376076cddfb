/** All keys of the dashboard. */
import { Dialog } from '../kit/dialog.tsx';
import { ROW_KEYS } from '../kit/row-keys.ts';
import { PLACES } from './places.ts';

const OWN = [
  { keys: 'Ctrl k', what: 'go to a place, an execution or a definition' },
  { keys: '/', what: 'search on this screen' },
  ...ROW_KEYS,
  { keys: 'Enter', what: 'open the row' },
  { keys: 'Esc', what: 'close what is open' },
  { keys: '?', what: 'this list' },
];

export const KeyHelp = ({ onClose }: { onClose: () => void }) => (
  <Dialog title="Keys" onClose={onClose}>
    <KeyList />
  </Dialog>
);

export function KeyList() {
  const places = PLACES.flatMap(({ key, label }) => (key ? [{ keys: `g ${key}`, what: label }] : []));
  return (
    <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1.5">
      {[...OWN, ...places].map(({ keys, what }) => (
        <div key={keys} className="contents">
          <dt className="flex gap-1">
            {keys.split(' ').map((key) => (
              <kbd key={key} className="rounded border border-line-strong/50 px-1.5 text-xs">
                {key}
              </kbd>
            ))}
          </dt>
          <dd>{what}</dd>
        </div>
      ))}
    </dl>
  );
}
