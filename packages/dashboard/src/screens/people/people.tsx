/** People, teams and invitations. */
import { useSearch } from '@tanstack/react-router';
import { useMayAtHome } from '../../api/workspace.tsx';
import { PageHead } from '../../kit/panel.tsx';
import { Tabs } from '../../kit/tabs.tsx';
import { Invitations } from './invitations.tsx';
import { Teams } from './teams.tsx';
import { Users } from './users.tsx';

export function People() {
  const { tab = 'users' } = useSearch({ from: '/people' });
  const mayLook = useMayAtHome('team');
  const shown = mayLook ? tab : 'teams';
  return (
    <>
      <PageHead title="People" />
      <Tabs
        label="People"
        shown={shown}
        tabs={[
          ...(mayLook ? [{ name: 'users', label: 'Accounts' } as const] : []),
          { name: 'teams', label: 'Teams' },
          ...(mayLook ? [{ name: 'invitations', label: 'Invitations' } as const] : []),
        ]}
      />
      {shown === 'users' && <Users />}
      {shown === 'teams' && <Teams />}
      {shown === 'invitations' && <Invitations />}
    </>
  );
}
