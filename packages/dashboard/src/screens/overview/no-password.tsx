/** Told once, after a sign-in link: the link is used up, and without a password there is no other way in. */
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Button, buttonClass } from '../../kit/button.tsx';

export function NoPassword() {
  const { password } = useSearch({ from: '/' });
  const go = useNavigate({ from: '/' });
  if (password === undefined) return null;
  return (
    <aside
      aria-label="Your password"
      className="mb-4 flex flex-wrap items-center gap-x-3 gap-y-2 rounded-lg border border-line bg-accent-soft px-3.5 py-2"
    >
      <p className="min-w-0 flex-1 basis-64">
        You are signed in. The link is used up: with a password you come in without another one.
      </p>
      <a href="/account#password" className={buttonClass()}>
        Set a password
      </a>
      <Button
        look="quiet"
        onClick={() => void go({ search: (known) => ({ ...known, password: undefined }), replace: true })}
      >
        Later
      </Button>
    </aside>
  );
}
