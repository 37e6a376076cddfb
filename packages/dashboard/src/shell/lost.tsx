/** An address that is none of ours, and a screen that failed. */
import { type ErrorComponentProps, Link, useRouter } from '@tanstack/react-router';
import { Empty, Failure } from '../kit/notice.tsx';

export const NotFound = () => (
  <Empty title="There is no such page">
    <Link to="/">To the overview</Link>
  </Empty>
);

export function ScreenFailed({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  return (
    <Failure
      error={error}
      retry={() => {
        reset();
        void router.invalidate();
      }}
    />
  );
}
