/** When a schedule runs and what becomes of times that cannot be kept. */
import { useMemo } from 'react';
import { SelectField, TextField } from '../../kit/field.tsx';
import { NextTimes } from './next-times.tsx';
import type { Settings } from './settings.ts';
import { zonesWith } from './zones.ts';

const MISSED = [
  { value: 'run-once', label: 'Run once for all of them' },
  { value: 'run-all', label: 'Run each of the last ones' },
  { value: 'skip', label: 'Leave them out' },
];
const OVERLAP = [
  { value: 'skip', label: 'Leave this time out' },
  { value: 'queue', label: 'Run all the same' },
];

type Props = { settings: Settings; change: (part: Partial<Settings>) => void };

export function SettingsFields({ settings, change }: Props) {
  const { cron, timeZone, missed, missedLimit, overlap } = settings;
  const zones = useMemo(() => zonesWith(timeZone), [timeZone]);
  return (
    <>
      <div className="grid gap-3 sm:grid-cols-2">
        <TextField
          label="When"
          value={cron}
          spellCheck={false}
          maxLength={200}
          className="font-mono"
          hint="Minute, hour, day, month, weekday; or @hourly, @daily, @weekly, @monthly."
          onChange={({ target }) => change({ cron: target.value })}
        />
        <SelectField
          label="Time zone"
          value={timeZone}
          options={zones.map((zone) => ({ value: zone, label: zone }))}
          onChange={({ target }) => change({ timeZone: target.value })}
        />
      </div>
      <NextTimes cron={cron} timeZone={timeZone} />
      <div className="grid gap-3 sm:grid-cols-2">
        <SelectField
          label="Times missed while no server ran"
          value={missed}
          options={MISSED}
          {...(missed === 'run-all' && overlap === 'skip'
            ? { hint: 'Together with “leave this time out” they are run once.' }
            : {})}
          onChange={({ target }) => change({ missed: target.value as Settings['missed'] })}
        />
        <SelectField
          label="While the one before goes on"
          value={overlap}
          options={OVERLAP}
          onChange={({ target }) => change({ overlap: target.value as Settings['overlap'] })}
        />
      </div>
      {missed === 'run-all' && (
        <TextField
          label="At most so many missed times"
          type="number"
          min={1}
          max={100}
          value={missedLimit}
          onChange={({ target }) => change({ missedLimit: target.value })}
        />
      )}
    </>
  );
}
