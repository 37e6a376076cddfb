/** What is typed for one run alone, as the overrides of the API: maps and lists are replaced whole there. */
import type { Schema } from '../../api/client.ts';

export type Once = {
  parallelism?: string;
  priority?: string;
  ref?: string;
  paths?: string;
  environment?: string;
};
type Body = Pick<Schema['Definition']['body'], 'content' | 'environment'>;

const words = (text: string | undefined): string[] => (text ?? '').split(/\s+/).filter((word) => word !== '');

export function overridesOf({ content, environment }: Body, once: Once): Record<string, unknown> {
  const paths = words(once.paths);
  const added = words(once.environment).map((word) => {
    const at = word.indexOf('=');
    return at === -1 ? [word, ''] : [word.slice(0, at), word.slice(at + 1)];
  });
  return {
    ...(once.parallelism ? { parallelism: Number(once.parallelism) } : {}),
    ...(once.priority ? { priority: Number(once.priority) } : {}),
    ...(once.ref && content.type === 'git' ? { content: { ...content, ref: once.ref } } : {}),
    ...(paths.length > 0 ? { paths } : {}),
    ...(added.length > 0 ? { environment: { ...environment, ...Object.fromEntries(added) } } : {}),
  };
}
