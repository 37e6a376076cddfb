/** Fields of the form. Each shows what stands at its path of the definition, and writes it there. */
import { useEffect, useId, useState } from 'react';
import { inputClass, type Option, SelectField, TextField } from '../../../kit/field.tsx';
import type { Path } from './document.ts';
import { linesOf, mapOf, textOfLines, textOfMap } from './field-texts.ts';

/** What a field needs of the form it stands in. */
export type Scene = {
  valueAt: (path: Path) => unknown;
  faultAt: (path: Path) => string | undefined;
  set: (path: Path, value: unknown) => void;
  disabled: boolean;
};
type FieldProps = { scene: Scene; path: Path; label: string; hint?: string; placeholder?: string };

const shown = (value: unknown): string => (value === undefined || value === null ? '' : String(value));

export function TextAt({ scene, path, label, hint, placeholder }: FieldProps) {
  return (
    <TextField
      label={label}
      hint={hint}
      placeholder={placeholder}
      spellCheck={false}
      disabled={scene.disabled}
      wrong={scene.faultAt(path)}
      value={shown(scene.valueAt(path))}
      onChange={({ target }) => scene.set(path, target.value === '' ? undefined : target.value)}
    />
  );
}

/** A number where it is one; what is none is left for the schema to refuse. */
export function NumberAt({ scene, path, label, hint, placeholder }: FieldProps) {
  return (
    <TextField
      label={label}
      hint={hint}
      placeholder={placeholder}
      inputMode="decimal"
      disabled={scene.disabled}
      wrong={scene.faultAt(path)}
      value={shown(scene.valueAt(path))}
      onChange={({ target }) => {
        const typed = target.value.trim();
        scene.set(path, typed === '' ? undefined : /^\d+(\.\d+)?$/.test(typed) ? Number(typed) : typed);
      }}
    />
  );
}

type ChoiceProps = FieldProps & { options: readonly Option[]; onChoose?: (value: string) => void };

/** The first option is what is left out. */
export function ChoiceAt({ scene, path, label, hint, options, onChoose }: ChoiceProps) {
  const value = shown(scene.valueAt(path));
  const known = options.some((option) => option.value === value);
  return (
    <SelectField
      label={label}
      hint={hint}
      disabled={scene.disabled}
      wrong={scene.faultAt(path)}
      value={value}
      options={known ? options : [...options, { value, label: value }]}
      onChange={({ target }) =>
        onChoose ? onChoose(target.value) : scene.set(path, target.value === '' ? undefined : target.value)
      }
    />
  );
}

export function LinesAt({ scene, path, label, hint, placeholder }: FieldProps) {
  const value = scene.valueAt(path);
  return (
    <LinesField
      label={label}
      hint={hint}
      placeholder={placeholder}
      disabled={scene.disabled}
      wrong={scene.faultAt(path)}
      value={textOfLines(value)}
      same={(typed) => textOfLines(linesOf(typed)) === textOfLines(value)}
      onChange={(typed) => scene.set(path, linesOf(typed))}
    />
  );
}

export function MapAt({ scene, path, label, hint, placeholder }: FieldProps) {
  const value = scene.valueAt(path);
  return (
    <LinesField
      label={label}
      hint={hint}
      placeholder={placeholder}
      disabled={scene.disabled}
      wrong={scene.faultAt(path)}
      value={textOfMap(value)}
      same={(typed) => textOfMap(mapOf(typed)) === textOfMap(value)}
      onChange={(typed) => scene.set(path, mapOf(typed))}
    />
  );
}

type LinesProps = {
  label: string;
  hint?: string | undefined;
  placeholder?: string | undefined;
  disabled: boolean;
  wrong?: string | undefined;
  value: string;
  /** Whether what is typed means what is there: then it is left as it is typed. */
  same: (typed: string) => boolean;
  onChange: (typed: string) => void;
};

function LinesField({ label, hint, placeholder, disabled, wrong, value, same, onChange }: LinesProps) {
  const id = useId();
  const [typed, setTyped] = useState(value);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only what changed elsewhere is taken over
  useEffect(() => {
    if (!same(typed)) setTyped(value);
  }, [value]);
  return (
    <div className="min-w-0">
      <label htmlFor={id} className="mb-1 block text-sm font-medium">
        {label}
      </label>
      <textarea
        id={id}
        rows={Math.min(8, Math.max(2, typed.split('\n').length))}
        value={typed}
        disabled={disabled}
        spellCheck={false}
        placeholder={placeholder}
        aria-invalid={wrong !== undefined}
        aria-describedby={`${id}-hint`}
        onChange={({ target }) => {
          setTyped(target.value);
          onChange(target.value);
        }}
        className={`${inputClass} font-mono text-xs`}
      />
      <p id={`${id}-hint`} className="text-xs text-muted">
        {wrong ? <span className="text-fail">{wrong}</span> : hint}
      </p>
    </div>
  );
}
