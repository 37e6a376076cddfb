/** Quiet hours of a rule: when they are, by which clock, and what becomes of what happens in them. */
import { useId } from 'react';
import { Choices } from '../../kit/choices.tsx';
import { SelectField, TextField } from '../../kit/field.tsx';
import { NOTIFICATION_EVENTS } from '../../parts/notification-events.tsx';
import { type QuietDraft, quietAtNight, WEEKDAYS } from './rule-draft.ts';

type Props = { quiet: QuietDraft | null; onChange: (quiet: QuietDraft | null) => void };

const ownZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

export function QuietFields({ quiet, onChange }: Props) {
  return (
    <fieldset className="grid gap-3 rounded-md border border-line p-2">
      <legend className="sr-only">Quiet hours</legend>
      <label className="flex items-center gap-2 text-sm font-medium">
        <input
          type="checkbox"
          checked={quiet !== null}
          onChange={() => onChange(quiet === null ? quietAtNight(ownZone()) : null)}
        />
        Quiet hours
      </label>
      {quiet && <Hours quiet={quiet} onChange={onChange} />}
    </fieldset>
  );
}

const MEANWHILE = [
  { value: 'hold', label: 'is told when they end' },
  { value: 'drop', label: 'is never told' },
];

function Hours({ quiet, onChange }: { quiet: QuietDraft; onChange: Props['onChange'] }) {
  const zones = useId();
  const change = (part: Partial<QuietDraft>) => onChange({ ...quiet, ...part });
  return (
    <>
      <div className="grid gap-3 sm:grid-cols-[7rem_7rem_minmax(0,1fr)]">
        <TextField
          label="From"
          type="time"
          value={quiet.from}
          onChange={({ target }) => change({ from: target.value })}
        />
        <TextField
          label="Until"
          type="time"
          value={quiet.until}
          onChange={({ target }) => change({ until: target.value })}
        />
        <TextField
          label="Time zone"
          list={zones}
          value={quiet.timeZone}
          placeholder="Europe/Berlin"
          spellCheck={false}
          onChange={({ target }) => change({ timeZone: target.value.trim() })}
        />
        <datalist id={zones}>
          {Intl.supportedValuesOf('timeZone').map((zone) => (
            <option key={zone} value={zone} />
          ))}
        </datalist>
      </div>
      <Days chosen={quiet.days} onChange={(days) => change({ days })} />
      <SelectField
        label="What happens in them"
        value={quiet.meanwhile}
        options={MEANWHILE}
        onChange={({ target }) => change({ meanwhile: target.value as QuietDraft['meanwhile'] })}
      />
      <details>
        <summary className="cursor-pointer text-sm">
          Told all the same{quiet.except.length > 0 && `: ${quiet.except.join(', ')}`}
        </summary>
        <div className="mt-2">
          <Choices
            label="In quiet hours too"
            options={NOTIFICATION_EVENTS}
            chosen={quiet.except}
            onChange={(except) => change({ except })}
          />
        </div>
      </details>
    </>
  );
}

const DAY_NAMES: Readonly<Record<string, string>> = {
  mon: 'Monday',
  tue: 'Tuesday',
  wed: 'Wednesday',
  thu: 'Thursday',
  fri: 'Friday',
  sat: 'Saturday',
  sun: 'Sunday',
};

type DaysProps = { chosen: readonly string[]; onChange: (days: readonly string[]) => void };

function Days({ chosen, onChange }: DaysProps) {
  return (
    <fieldset>
      <legend className="mb-1 text-sm font-medium">Beginning on</legend>
      <div className="flex flex-wrap gap-x-4 gap-y-1 text-sm">
        {WEEKDAYS.map((day) => (
          <label key={day} className="flex items-center gap-1.5">
            <input
              type="checkbox"
              checked={chosen.includes(day)}
              onChange={() =>
                onChange(chosen.includes(day) ? chosen.filter((one) => one !== day) : [...chosen, day])
              }
            />
            {DAY_NAMES[day]}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
