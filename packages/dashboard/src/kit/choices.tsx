/** Several of a few, each with what it means. */
type Props = {
  label: string;
  options: readonly { value: string; hint?: string; disabled?: boolean }[];
  chosen: readonly string[];
  onChange: (chosen: string[]) => void;
};

export function Choices({ label, options, chosen, onChange }: Props) {
  const toggle = (value: string) =>
    onChange(chosen.includes(value) ? chosen.filter((one) => one !== value) : [...chosen, value]);
  return (
    <fieldset>
      <legend className="mb-1 text-sm font-medium">{label}</legend>
      <div className="grid gap-1 rounded-md border border-line p-2">
        {options.map(({ value, hint, disabled = false }) => (
          <label key={value} className={`flex items-baseline gap-2 ${disabled ? 'text-muted' : ''}`}>
            <input
              type="checkbox"
              checked={chosen.includes(value)}
              disabled={disabled}
              onChange={() => toggle(value)}
              className="translate-y-0.5"
            />
            <span className="w-20 shrink-0 font-medium">{value}</span>
            {hint && <span className="text-xs text-muted">{hint}</span>}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
