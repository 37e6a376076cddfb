/** Parts of a screen of which one is shown; which one stands in the address. */
import { Link } from '@tanstack/react-router';

type Props<Name extends string> = {
  label: string;
  tabs: readonly { name: Name; label: string; count?: number | undefined }[];
  shown: Name;
};

export function Tabs<Name extends string>({ label, tabs, shown }: Props<Name>) {
  return (
    <nav aria-label={label} className="mb-4 flex gap-1 overflow-x-auto border-b border-line">
      {tabs.map(({ name, label: text, count }) => (
        <Link
          key={name}
          to="."
          search={
            (({ project }: { project?: string }) => ({ ...(project ? { project } : {}), tab: name })) as never
          }
          aria-current={name === shown ? 'page' : undefined}
          className={`-mb-px border-b-2 px-3 py-1.5 text-sm whitespace-nowrap hover:no-underline focus-visible:-outline-offset-2 ${
            name === shown
              ? 'border-accent font-medium text-text'
              : 'border-transparent text-muted hover:text-text'
          }`}
        >
          {text}
          {count !== undefined && <span className="ml-1.5 text-xs text-muted tabular-nums">{count}</span>}
        </Link>
      ))}
    </nav>
  );
}
