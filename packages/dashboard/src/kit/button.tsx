/** Buttons, and links that look like them. */
import type { ButtonHTMLAttributes } from 'react';

type ButtonLook = 'primary' | 'plain' | 'danger' | 'quiet';

const LOOKS: Readonly<Record<ButtonLook, string>> = {
  primary: 'bg-accent text-on-accent border-accent hover:opacity-90',
  plain: 'bg-surface text-text border-line-strong/50 hover:border-line-strong',
  danger: 'bg-surface text-fail border-fail/50 hover:bg-fail-soft',
  quiet: 'bg-transparent text-text border-transparent hover:bg-quiet-soft',
};

export const buttonClass = (look: ButtonLook = 'plain'): string =>
  `inline-flex items-center justify-center gap-1.5 whitespace-nowrap rounded-md border px-2.5 py-1 text-sm font-medium no-underline hover:no-underline disabled:opacity-50 ${LOOKS[look]}`;

type Props = ButtonHTMLAttributes<HTMLButtonElement> & { look?: ButtonLook; busy?: boolean };

export function Button({ look = 'plain', busy = false, children, className = '', ...rest }: Props) {
  return (
    <button
      type="button"
      {...rest}
      disabled={rest.disabled || busy}
      aria-busy={busy}
      className={`${buttonClass(look)} ${className}`}
    >
      {children}
    </button>
  );
}
