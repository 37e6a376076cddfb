/** Where the log is as plain text: the whole of it, or one group's, or one part. */
type Part = { group?: number | undefined; stream?: string | undefined; project?: string | undefined };

export function textAddress(executionId: string, { group, stream, project }: Part): string {
  const query = new URLSearchParams();
  if (group !== undefined) query.set('group', String(group));
  if (stream !== undefined) query.set('stream', stream);
  if (project !== undefined) query.set('project', project);
  const asked = query.size === 0 ? '' : `?${query}`;
  return `/api/v1/executions/${executionId}/logs${asked}`;
}
