/** Closing and opening a cluster or an environment. */
import { useAct } from '../../api/act.ts';
import { Button } from '../../kit/button.tsx';
import { CLUSTERS, ENVIRONMENTS } from './queries.ts';

type State = 'enabled' | 'disabled';

type Props = {
  name: string;
  status: string;
  set: (state: State) => Promise<unknown>;
  /** What was enabled is not ready before it is checked. */
  check: () => Promise<unknown>;
};

const said = (name: string, state: State) =>
  state === 'disabled' ? `${name} is disabled: nothing new runs there.` : `${name} is enabled.`;

export function Turn({ name, status, set, check }: Props) {
  const to = status === 'disabled' ? 'enabled' : 'disabled';
  const go = async (state: State) => {
    await set(state);
    if (state === 'enabled') await check();
  };
  // What was asked for, and not what the button says by then: its check may take a while.
  const turn = useAct({
    run: go,
    concerns: [CLUSTERS, ENVIRONMENTS],
    said: (_, state) => said(name, state),
    undo: (_, state) => () => go(state === 'disabled' ? 'enabled' : 'disabled'),
  });
  const word = to === 'disabled' ? 'Disable' : 'Enable';
  return (
    <Button busy={turn.busy} onClick={() => turn.go(to)} aria-label={`${word} ${name}`}>
      {word}
    </Button>
  );
}
