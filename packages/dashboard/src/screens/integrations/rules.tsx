/** Rules: what is told, of what, and to whom. */
import { useMay } from '../../api/workspace.tsx';
import { Button } from '../../kit/button.tsx';
import { Empty, Failure, Loading } from '../../kit/notice.tsx';
import { Table } from '../../kit/table.tsx';
import { useOpened } from './open.ts';
import { Preview } from './preview.tsx';
import { useRules } from './queries.ts';
import { ChangeRule, NewRule } from './rule-form.tsx';
import { RuleRow } from './rule-row.tsx';

export function Rules() {
  const may = useMay('submit');
  const { what, show, open, close } = useOpened();
  const found = useRules();
  if (found.isPending) return <Loading what="rules" />;
  if (found.isError && !found.data) return <Failure error={found.error} retry={() => void found.refetch()} />;
  const opened = found.data.find(({ ruleId }) => ruleId === what);
  return (
    <>
      {found.data.length === 0 ? (
        <NoRules may={may} open={() => open('new')} />
      ) : (
        <>
          {may && (
            <div className="mb-3 flex justify-end">
              <Button look="primary" onClick={() => open('new')}>
                New rule
              </Button>
            </div>
          )}
          <div className="overflow-hidden rounded-lg border border-line bg-surface">
            <Table label="Rules" heads={['Name', 'Tells of', { wide: 'To' }, { wide: 'When' }, '']}>
              {found.data.map((rule) => (
                <RuleRow key={rule.ruleId} rule={rule} may={may} open={open} />
              ))}
            </Table>
          </div>
        </>
      )}
      {what === 'new' && may && <NewRule onClose={close} />}
      {opened && show === 'preview' && <Preview rule={opened} onClose={close} />}
      {opened && show === undefined && may && (
        <ChangeRule key={opened.ruleId} rule={opened} onClose={close} />
      )}
    </>
  );
}

const NoRules = ({ may, open }: { may: boolean; open: () => void }) => (
  <Empty title="There is no rule yet">
    <p>
      Whoever submits an execution finds in their inbox that it failed, or recovered. A rule tells others, and
      of other things:
    </p>
    <pre className="mx-auto mt-3 w-fit max-w-full whitespace-pre-wrap rounded-md bg-sunken px-4 py-2 text-left font-mono text-sm text-text">
      {'gauntlet notify rule add main \\\n  --on failed,recovered --channel ci --branch main'}
    </pre>
    {may && (
      <Button className="mt-3" onClick={open}>
        Make one
      </Button>
    )}
  </Empty>
);
