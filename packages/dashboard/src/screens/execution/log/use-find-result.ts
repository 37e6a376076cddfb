/** The failed tests of an execution, found by the lines of its log. */
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useWorkspace } from '../../../api/workspace.tsx';
import { type Execution, failuresQuery } from '../queries.ts';
import { createFindResult, type FindResult } from './find-result.ts';

export function useFindResult({ executionId, counts }: Execution): FindResult {
  const known = useQuery({ ...failuresQuery(useWorkspace(), executionId), enabled: counts.failed > 0 });
  return useMemo(() => createFindResult(known.data ?? []), [known.data]);
}
