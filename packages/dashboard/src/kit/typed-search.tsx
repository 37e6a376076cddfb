/** A search that takes effect a moment after the last key. */
import { useEffect, useRef, useState } from 'react';
import { TextField } from './field.tsx';

const TYPING_MS = 250;

type Props = {
  label: string;
  placeholder?: string;
  value: string | undefined;
  set: (value: string | undefined) => void;
  list?: string;
};

export function TypedSearch({ label, placeholder, value, set, list }: Props) {
  const [typed, setTyped] = useState(value ?? '');
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => setTyped(value ?? ''), [value]);
  useEffect(() => () => clearTimeout(timer.current), []);
  return (
    <TextField
      type="search"
      label={label}
      hideLabel
      placeholder={placeholder ?? label}
      value={typed}
      list={list}
      onChange={({ target }) => {
        setTyped(target.value);
        clearTimeout(timer.current);
        timer.current = setTimeout(() => set(target.value.trim() || undefined), TYPING_MS);
      }}
    />
  );
}
