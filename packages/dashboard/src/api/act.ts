/** Something that is done to the server: what is shown of it is asked anew, and it is said how it went. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useSay } from '../kit/said.tsx';

type Act<Input, Answer> = {
  run: (input: Input) => Promise<Answer>;
  /** Heads of the keys of what is shown of it. */
  concerns: readonly (readonly unknown[])[];
  /** What is said when it is done; nothing where the screen shows it by itself. */
  said?: (answer: Answer, input: Input) => string;
  /** Offered beside it. */
  undo?: (answer: Answer, input: Input) => (() => Promise<unknown>) | undefined;
  onDone?: (answer: Answer, input: Input) => void;
  /** `here`: the form that asked shows the refusal itself. */
  refusals?: 'said' | 'here';
};

export function useAct<Input, Answer>(act: Act<Input, Answer>) {
  const queries = useQueryClient();
  const say = useSay();
  const askAnew = () =>
    Promise.all(act.concerns.map((queryKey) => queries.invalidateQueries({ queryKey: [...queryKey] })));
  const undoing = (undo: (() => Promise<unknown>) | undefined) =>
    undo && (() => void undo().catch(say.failed).finally(askAnew));
  const done = useMutation({
    mutationFn: act.run,
    onSuccess: (answer, input) => {
      if (act.said) say.done(act.said(answer, input), undoing(act.undo?.(answer, input)));
      act.onDone?.(answer, input);
    },
    onError: (error) => {
      if (act.refusals !== 'here') say.failed(error);
    },
    onSettled: askAnew,
  });
  return { go: done.mutate, busy: done.isPending, error: done.error, answer: done.data };
}
