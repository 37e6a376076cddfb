/** What the last check said, permission by permission, and what grants what is missing. */
import { type ReactNode, useState } from 'react';
import { Button } from '../../kit/button.tsx';
import { Chip } from '../../kit/outcome.tsx';
import { ScrollBox } from '../../kit/scroll-box.tsx';
import { Cell, rowClass, Table } from '../../kit/table.tsx';
import type { Check } from './queries.ts';

type Permission = Check['permissions'][number];

export function LastCheck({ check }: { check: Check }) {
  const permissions = permissionsOf(check);
  if (permissions.length === 0) return null;
  const missing = permissions.filter(({ outcome }) => outcome === 'missing');
  const granted = permissions.filter(({ outcome }) => outcome === 'granted');
  const unknown = permissions.filter(({ outcome }) => outcome === 'unknown');
  const title = `Last check: ${granted.length} of ${permissions.length} permissions granted`;
  if (granted.length === permissions.length)
    return (
      <Folded title={title}>
        <Permissions label="Granted" permissions={granted} />
      </Folded>
    );
  return (
    <div className="border-t border-line">
      <h3 className="px-3.5 py-2 text-sm font-medium">{title}</h3>
      {missing.length > 0 && <Permissions label="Missing" permissions={missing} />}
      {unknown.length > 0 && <Permissions label="Not known" permissions={unknown} />}
      <Folded title={`What is granted (${granted.length})`}>
        <Permissions label="Granted" permissions={granted} />
      </Folded>
      {check.roles !== null && <Roles roles={check.roles} />}
    </div>
  );
}

const Folded = ({ title, children }: { title: string; children: ReactNode }) => (
  <details className="border-t border-line">
    <summary className="cursor-pointer px-3.5 py-2 text-sm font-medium">{title}</summary>
    {children}
  </details>
);

/** Environments may share a namespace. */
function permissionsOf({ permissions, environments }: Check): Permission[] {
  const places = new Map(environments.map((environment) => [environment.namespace, environment.permissions]));
  return [...permissions, ...[...places.values()].flat()];
}

const SHOWN = {
  granted: { tone: 'pass', text: '✓ granted' },
  missing: { tone: 'fail', text: '✗ missing' },
  unknown: { tone: 'warn', text: '? not known' },
} as const;

type PermissionsProps = { label: 'Missing' | 'Not known' | 'Granted'; permissions: readonly Permission[] };

function Permissions({ label, permissions }: PermissionsProps) {
  const heads = ['Permission', 'Where', '', { wide: 'To' }];
  return (
    <Table label={label} heads={label === 'Missing' ? [...heads, { wide: 'Add' }] : heads}>
      {permissions.map(({ verb, resource, namespace, why, outcome, add }) => (
        <tr key={`${namespace}/${verb}/${resource}`} className={rowClass}>
          <Cell className="font-mono text-xs whitespace-nowrap">
            {verb} {resource}
          </Cell>
          <Cell className="whitespace-nowrap text-muted">{namespace ?? 'whole cluster'}</Cell>
          <Cell>
            <Chip tone={SHOWN[outcome].tone}>{SHOWN[outcome].text}</Chip>
          </Cell>
          <Cell wide="To" className="text-muted">
            {why}
          </Cell>
          {label === 'Missing' && (
            <Cell wide="Add" className="font-mono text-xs break-words @2xl:whitespace-nowrap">
              {add}
            </Cell>
          )}
        </tr>
      ))}
    </Table>
  );
}

function Roles({ roles }: { roles: string }) {
  const [copied, setCopied] = useState<'not yet' | 'copied' | 'by hand'>('not yet');
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(roles);
      setCopied('copied');
    } catch {
      setCopied('by hand'); // a page that came by http may not write to the clipboard
    }
  };
  return (
    <div className="border-t border-line px-3.5 py-3 text-sm">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <p className="min-w-0">
          These roles grant it, bound to whom the kubeconfig signs in as. Apply them by{' '}
          <code className="font-mono">kubectl apply -f -</code>, then check again.
        </p>
        <Button onClick={() => void copy()}>Copy</Button>
      </div>
      <p role="status" className="text-xs text-muted">
        {copied === 'copied' && 'Copied.'}
        {copied === 'by hand' && 'Select the text and copy it by Ctrl C.'}
      </p>
      <ScrollBox label="Roles" className="mt-2 max-h-72 overflow-auto rounded-md bg-sunken px-3 py-2">
        <pre className="font-mono text-xs">{roles}</pre>
      </ScrollBox>
    </div>
  );
}
