/** Where notifications go, what is told of, and what became of it. */
import { useSearch } from '@tanstack/react-router';
import { PageHead } from '../../kit/panel.tsx';
import { Tabs } from '../../kit/tabs.tsx';
import { Channels } from './channels.tsx';
import { Deliveries } from './deliveries.tsx';
import { Rules } from './rules.tsx';

const TABS = [
  { name: 'channels', label: 'Channels' },
  { name: 'rules', label: 'Rules' },
  { name: 'deliveries', label: 'Deliveries' },
] as const;

export function Integrations() {
  const { tab = 'channels' } = useSearch({ from: '/integrations' });
  return (
    <>
      <PageHead title="Integrations">
        Slack, mail, webhooks and GitHub: a channel says where something goes, a rule says what goes there.
      </PageHead>
      <Tabs label="Integrations" tabs={TABS} shown={tab as (typeof TABS)[number]['name']} />
      {tab === 'channels' && <Channels />}
      {tab === 'rules' && <Rules />}
      {tab === 'deliveries' && <Deliveries />}
    </>
  );
}
