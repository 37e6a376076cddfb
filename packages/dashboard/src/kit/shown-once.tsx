/** Something that is shown this once: to be copied before it is gone. */
import { useRef, useState } from 'react';
import { Button } from './button.tsx';
import { inputClass } from './field.tsx';

type Props = { label: string; value: string; hint: string };

export function ShownOnce({ label, value, hint }: Props) {
  const input = useRef<HTMLInputElement>(null);
  const [copied, setCopied] = useState<'not yet' | 'copied' | 'by hand'>('not yet');
  const copy = async () => {
    input.current?.select();
    try {
      await navigator.clipboard.writeText(value);
      setCopied('copied');
    } catch {
      setCopied('by hand'); // a page that came by http may not write to the clipboard
    }
  };
  return (
    <div>
      <div className="flex gap-2">
        <input
          ref={input}
          readOnly
          aria-label={label}
          value={value}
          onFocus={(event) => event.target.select()}
          className={`${inputClass} font-mono`}
        />
        <Button look="primary" onClick={() => void copy()}>
          Copy
        </Button>
      </div>
      <p role="status" className="mt-1.5 text-xs text-muted">
        {copied === 'copied' && 'Copied. '}
        {copied === 'by hand' && 'It is selected: copy it by Ctrl C. '}
        {hint}
      </p>
    </div>
  );
}
