/** What every screen stands in: the navigation at the side, who one is, whether the page is live. */
import { Link, Outlet, useNavigate, useRouterState } from '@tanstack/react-router';
import { Suspense, useEffect, useRef, useState } from 'react';
import { LiveUpdates, useContact } from '../api/live-updates.tsx';
import { useMay, useMe } from '../api/workspace.tsx';
import { Button } from '../kit/button.tsx';
import { MOD, useShortcuts } from '../kit/keys.ts';
import { Loading } from '../kit/notice.tsx';
import { useRowKeys } from '../kit/row-keys.ts';
import { SayProvider } from '../kit/said.tsx';
import { UnreadCount } from '../parts/unread.tsx';
import { CommandPalette } from './command-palette.tsx';
import { KeyHelp } from './key-help.tsx';
import { PLACES, type Place } from './places.ts';
import { WorkspaceSwitch } from './workspace-switch.tsx';

export function Frame() {
  const [open, setOpen] = useState<'nothing' | 'palette' | 'keys' | 'menu'>('nothing');
  /** What closes is told late: by then another may be open. */
  const close = (own: 'palette' | 'keys' | 'menu') => setOpen((now) => (now === own ? 'nothing' : now));
  const go = useNavigate();
  useRowKeys();
  useFocusOfScreen();
  useShortcuts([
    { keys: 'Mod+k', what: 'go to', run: () => setOpen('palette') },
    { keys: '?', what: 'all keys', run: () => setOpen('keys') },
    { keys: '/', what: 'search', run: () => focusSearch(() => setOpen('palette')) },
    ...PLACES.flatMap(({ key, label, to }) =>
      key ? [{ keys: `g ${key}`, what: label, run: () => void go({ to }) }] : [],
    ),
  ]);
  return (
    <LiveUpdates>
      <SayProvider>
        <a
          href="#main"
          className="sr-only z-50 rounded bg-accent px-3 py-1 text-on-accent focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
        >
          Skip to the content
        </a>
        <div className="min-h-screen lg:grid lg:grid-cols-[13.5rem_minmax(0,1fr)]">
          <TopBar openMenu={() => setOpen(open === 'menu' ? 'nothing' : 'menu')} isOpen={open === 'menu'} />
          <SideBar
            shown={open === 'menu'}
            close={() => close('menu')}
            openPalette={() => setOpen('palette')}
          />
          <main id="main" tabIndex={-1} className="min-w-0 px-4 py-5 outline-none lg:px-7">
            <Suspense fallback={<Loading what="this screen" />}>
              <Outlet />
            </Suspense>
          </main>
        </div>
        {open === 'palette' && <CommandPalette onClose={() => close('palette')} />}
        {open === 'keys' && <KeyHelp onClose={() => close('keys')} />}
      </SayProvider>
    </LiveUpdates>
  );
}

/** The focus went with the screen before: who is led by keys or by ear goes on from the top of the new one. */
function useFocusOfScreen(): void {
  const pathname = useRouterState({ select: ({ resolvedLocation }) => resolvedLocation?.pathname });
  const before = useRef(pathname);
  useEffect(() => {
    const isFirst = before.current === undefined || before.current === pathname;
    before.current = pathname;
    if (isFirst || document.activeElement !== document.body) return;
    document.getElementById('main')?.focus({ preventScroll: true });
  }, [pathname]);
}

/** A screen with a search of its own is searched there. */
function focusSearch(otherwise: () => void): void {
  const own = document.querySelector<HTMLInputElement>('main input[type="search"]');
  if (own) own.focus();
  else otherwise();
}

function TopBar({ openMenu, isOpen }: { openMenu: () => void; isOpen: boolean }) {
  return (
    <header className="sticky top-0 z-30 flex h-12 items-center gap-2 border-b border-line bg-surface px-3 lg:hidden">
      <Button look="quiet" aria-expanded={isOpen} aria-controls="side" onClick={openMenu}>
        ☰ <span className="sr-only">Menu</span>
      </Button>
      <Brand />
      <span className="ml-auto">
        <LiveSign />
      </span>
    </header>
  );
}

function Brand() {
  return (
    <Link to="/" className="flex items-center gap-2 py-1 font-semibold text-text hover:no-underline">
      <svg viewBox="0 0 20 20" className="size-5 fill-accent" aria-hidden="true">
        <rect x="1" y="2" width="12" height="4" rx="2" opacity=".55" />
        <rect x="1" y="8" width="17" height="4" rx="2" />
        <rect x="1" y="14" width="9" height="4" rx="2" opacity=".55" />
      </svg>
      Gauntlet
    </Link>
  );
}

type SideProps = { shown: boolean; close: () => void; openPalette: () => void };

function SideBar({ shown, close, openPalette }: SideProps) {
  return (
    <div
      id="side"
      className={`${shown ? 'flex' : 'hidden'} fixed inset-x-0 top-12 bottom-0 z-20 flex-col gap-4 overflow-y-auto border-line bg-surface p-3 lg:sticky lg:top-0 lg:flex lg:h-screen lg:border-r`}
    >
      <div className="hidden h-8 items-center justify-between lg:flex">
        <Brand />
      </div>
      <WorkspaceSwitch />
      <Button onClick={openPalette} className="!justify-between text-muted">
        Go to … <kbd className="rounded border border-line px-1 text-xs">{MOD} K</kbd>
      </Button>
      <Navigation close={close} />
      <Who />
    </div>
  );
}

function Navigation({ close }: { close: () => void }) {
  const groups = [...new Set(PLACES.map(({ group }) => group))];
  return (
    <nav aria-label="Main" className="flex flex-col gap-3">
      {groups.map((group) => (
        <div key={group}>
          <p className="px-2 pb-1 text-xs font-medium tracking-wide text-muted">{group}</p>
          <ul>
            {PLACES.filter((place) => place.group === group).map((place) => (
              <NavigationItem key={place.to} place={place} close={close} />
            ))}
          </ul>
        </div>
      ))}
    </nav>
  );
}

function NavigationItem({ place: { to, label, scope }, close }: { place: Place; close: () => void }) {
  const may = useMay(scope ?? 'read');
  if (!may) return null;
  return (
    <li>
      <Link
        to={to}
        activeOptions={{ exact: to === '/', includeSearch: false }}
        onClick={close}
        className="flex items-center justify-between gap-2 rounded-md px-2 py-1 text-text hover:bg-quiet-soft hover:no-underline"
        activeProps={{ className: 'bg-accent-soft font-medium !text-accent', 'aria-current': 'page' }}
      >
        {label}
        {to === '/inbox' && <UnreadCount />}
      </Link>
    </li>
  );
}

function Who() {
  const me = useMe();
  return (
    <div className="mt-auto flex flex-col gap-2 border-t border-line pt-3 text-sm">
      <span className="hidden lg:inline">
        <LiveSign />
      </span>
      <p className="min-w-0 truncate">
        <a href="/account" className="font-medium">
          <bdi>{me.username}</bdi>
        </a>
        <span className="text-muted">
          {' '}
          in <bdi>{me.teamName}</bdi>
        </span>
      </p>
      <form method="post" action="/signout">
        <Button type="submit" look="quiet" className="-ml-2.5">
          Sign out
        </Button>
      </form>
    </div>
  );
}

const CONTACTS = {
  connecting: { dot: 'bg-quiet-fill', text: 'Connecting …' },
  live: { dot: 'bg-pass-fill', text: 'Live' },
  lost: { dot: 'bg-warn-fill', text: 'Not connected, trying again' },
} as const;

function LiveSign() {
  const { dot, text } = CONTACTS[useContact()];
  return (
    <span role="status" className="flex items-center gap-1.5 text-xs text-muted">
      <span className={`size-2 rounded-full ${dot}`} aria-hidden="true" />
      {text}
    </span>
  );
}
