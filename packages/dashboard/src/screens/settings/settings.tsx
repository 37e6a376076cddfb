/** How the dashboard looks in this browser, what its keys are, and where to read on. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { HOME, keyOf, useMe } from '../../api/workspace.tsx';
import { When } from '../../kit/moment.tsx';
import { PageHead, Panel } from '../../kit/panel.tsx';
import { KeyList } from '../../shell/key-help.tsx';
import { chooseTheme, chosenTheme, type Theme } from '../../shell/theme.ts';

export function Settings() {
  return (
    <>
      <PageHead title="Settings" />
      <div className="grid items-start gap-4 xl:grid-cols-2">
        <div className="grid gap-4">
          <Appearance />
          <You />
          <About />
        </div>
        <Panel title="Keys" side="? on a screen tells its own as well">
          <div className="p-3.5">
            <KeyList />
          </div>
        </Panel>
      </div>
    </>
  );
}

const THEMES: readonly { value: Theme; label: string }[] = [
  { value: 'system', label: 'As the system says' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
];

function Appearance() {
  const [theme, setTheme] = useState(chosenTheme);
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return (
    <Panel title="In this browser">
      <fieldset className="px-3.5 py-3">
        <legend className="float-left mr-4 w-24 text-sm text-muted">Colours</legend>
        <div className="flex flex-wrap gap-x-5 gap-y-1">
          {THEMES.map(({ value, label }) => (
            <label key={value} className="flex items-center gap-2">
              <input
                type="radio"
                name="theme"
                value={value}
                checked={theme === value}
                onChange={() => {
                  chooseTheme(value);
                  setTheme(value);
                }}
              />
              {label}
            </label>
          ))}
        </div>
      </fieldset>
      <dl className="flex flex-wrap gap-x-4 border-t border-line px-3.5 py-3">
        <dt className="w-24 text-sm text-muted">Times</dt>
        <dd>
          Of your own zone, {zone}: <When at={new Date().toISOString()} />
          <span className="block text-xs text-muted">Point at a time to see it in UTC, to the second.</span>
        </dd>
      </dl>
    </Panel>
  );
}

function You() {
  const { username, teamName, roles, scopes } = useMe();
  return (
    <Panel title="You" side={<a href="/account">Password and sessions</a>}>
      <dl className="grid grid-cols-[6rem_minmax(0,1fr)] gap-x-4 gap-y-1 px-3.5 py-3">
        <dt className="text-sm text-muted">Name</dt>
        <dd>
          <bdi>{username}</bdi> of team <bdi>{teamName}</bdi>
        </dd>
        <dt className="text-sm text-muted">Roles</dt>
        <dd>{roles.join(', ') || 'none'}</dd>
        <dt className="text-sm text-muted">You may</dt>
        <dd>{scopes.join(', ')}</dd>
        <dt className="text-sm text-muted">Programs</dt>
        <dd>
          <Link to="/tokens">Tokens</Link>
        </dd>
      </dl>
    </Panel>
  );
}

function About() {
  const known = useQuery({
    queryKey: keyOf(undefined, 'api-document', 'info'),
    queryFn: async ({ signal }) => {
      const { data } = await HOME.api.GET('/api/v1/openapi.json', { signal });
      return (data as { info?: { version?: string } }).info?.version ?? null;
    },
    staleTime: Number.POSITIVE_INFINITY,
  });
  return (
    <Panel title="Gauntlet" side={known.data && `version ${known.data}`}>
      <ul className="grid gap-1 px-3.5 py-3">
        <li>
          <a href="/docs">API reference</a> <span className="text-muted">every route, to try out</span>
        </li>
        <li>
          <a href="/api/v1/openapi.json">OpenAPI document</a>{' '}
          <span className="text-muted">for generating clients</span>
        </li>
        <li>
          <Link to="/system">System health</Link>
        </li>
        <li>
          <span className="text-muted">On the command line: </span>
          <code className="font-mono text-sm">gauntlet --help</code>
        </li>
      </ul>
    </Panel>
  );
}
