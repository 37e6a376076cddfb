/** Closing and opening a cluster or an environment. */
import { useAct } from '../../api/act.ts';
import { Button } from '../../kit/button.tsx';
import { CLUSTERS, ENVIRONMENTS } from './queries.ts';

type Props = {
  name: string;
  status: string;
  set: (state: 'enabled' | 'disabled') => Promise<unknown>;
  /** What was enabled is not ready before it is checked. */
  check: () => Promise<unknown>;
};

export function Turn({ name, status, set, check }: Props) {
  const [to, back] =
    status === 'disabled' ? (['enabled', 'disabled'] as const) : (['disabled', 'enabled'] as const);
  const go = async (state: 'enabled' | 'disabled') => {
    await set(state);
    if (state === 'enabled') await check();
  };
  const turn = useAct({
    run: () => go(to),
    concerns: [CLUSTERS, ENVIRONMENTS],
    said: () => (to === 'disabled' ? `${name} is disabled: nothing new runs there.` : `${name} is enabled.`),
    undo: () => () => go(back),
  });
  const word = to === 'disabled' ? 'Disable' : 'Enable';
  return (
    <Button busy={turn.busy} onClick={() => turn.go(undefined)} aria-label={`${word} ${name}`}>
      {word}
    </Button>
  );
}
