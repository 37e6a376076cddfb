/** Inputs with their label, their hint and what is wrong with them. */
import {
  type InputHTMLAttributes,
  type ReactNode,
  type SelectHTMLAttributes,
  type TextareaHTMLAttributes,
  useId,
} from 'react';

export const inputClass =
  'w-full rounded-md border border-line-strong bg-surface px-2.5 py-1 text-sm text-text placeholder:text-muted hover:border-text/60';

/** A choice is as high as what is typed beside it. */
const LINE = 'h-[1.9rem]';

type Frame = { label: string; hint?: ReactNode; wrong?: string | undefined; hideLabel?: boolean };

function Labelled({
  id,
  frame: { label, hint, wrong, hideLabel = false },
  children,
}: {
  id: string;
  frame: Frame;
  children: ReactNode;
}) {
  return (
    <div className="min-w-0">
      <label htmlFor={id} className={hideLabel ? 'sr-only' : 'mb-1 block text-sm font-medium'}>
        {label}
      </label>
      {children}
      {hint && (
        <p id={`${id}-hint`} className="mt-1 text-xs text-muted">
          {hint}
        </p>
      )}
      {wrong && (
        <p id={`${id}-wrong`} role="alert" className="mt-1 text-xs text-fail">
          {wrong}
        </p>
      )}
    </div>
  );
}

const describedBy = (id: string, { hint, wrong }: Frame) =>
  [hint && `${id}-hint`, wrong && `${id}-wrong`].filter(Boolean).join(' ') || undefined;

export function TextField({
  label,
  hint,
  wrong,
  hideLabel,
  className = '',
  ...input
}: Frame & InputHTMLAttributes<HTMLInputElement>) {
  const id = useId();
  const frame = { label, hint, wrong, ...(hideLabel === undefined ? {} : { hideLabel }) };
  return (
    <Labelled id={id} frame={frame}>
      <input
        id={id}
        autoComplete="off"
        {...input}
        aria-invalid={wrong !== undefined}
        aria-describedby={describedBy(id, frame)}
        className={`${inputClass} ${LINE} ${className}`}
      />
    </Labelled>
  );
}

/** Several lines. */
export function AreaField({
  label,
  hint,
  wrong,
  hideLabel,
  className = '',
  ...area
}: Frame & TextareaHTMLAttributes<HTMLTextAreaElement>) {
  const id = useId();
  const frame = { label, hint, wrong, ...(hideLabel === undefined ? {} : { hideLabel }) };
  return (
    <Labelled id={id} frame={frame}>
      <textarea
        id={id}
        autoComplete="off"
        {...area}
        aria-invalid={wrong !== undefined}
        aria-describedby={describedBy(id, frame)}
        className={`${inputClass} ${className}`}
      />
    </Labelled>
  );
}

export type Option = { value: string; label: string };

export function SelectField({
  label,
  hint,
  wrong,
  hideLabel,
  options,
  className = '',
  ...select
}: Frame & { options: readonly Option[] } & SelectHTMLAttributes<HTMLSelectElement>) {
  const id = useId();
  const frame = { label, hint, wrong, ...(hideLabel === undefined ? {} : { hideLabel }) };
  return (
    <Labelled id={id} frame={frame}>
      <select
        id={id}
        {...select}
        aria-invalid={wrong !== undefined}
        aria-describedby={describedBy(id, frame)}
        className={`${inputClass} ${LINE} ${className}`}
      >
        {options.map(({ value, label: text }) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </select>
    </Labelled>
  );
}
