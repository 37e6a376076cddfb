/** All that fits the filters, as a file. */
import { useMutation } from '@tanstack/react-query';
import { HOME } from '../../api/workspace.tsx';
import { Button } from '../../kit/button.tsx';
import { useSay } from '../../kit/said.tsx';
import type { AuditFilters } from './filters.ts';

export function DownloadCsv({ filters }: { filters: AuditFilters }) {
  const say = useSay();
  const download = useMutation({
    mutationFn: async () => {
      const { data } = await HOME.api.GET('/api/v1/audit', {
        params: { query: filters },
        headers: { accept: 'text/csv' },
        parseAs: 'blob',
      });
      save(data as unknown as Blob, 'gauntlet-audit.csv');
    },
    onError: say.failed,
  });
  return (
    <Button busy={download.isPending} onClick={() => download.mutate()}>
      {download.isPending ? 'Writing …' : 'CSV'}
    </Button>
  );
}

function save(content: Blob, name: string): void {
  const address = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}
