/** Label and field selectors, as far as they are used here: equal and not equal, by commas. */
import type { KubeObject } from './objects.ts';

type Term = { key: string; value: string; equal: boolean };

function termsOf(text: string | null): Term[] {
  return (text ?? '')
    .split(',')
    .filter(Boolean)
    .map((term) => {
      const [, key = '', operator = '', value = ''] = /^([^=!]+)(!=|==|=)(.*)$/.exec(term) ?? [];
      if (operator === '') throw new Error(`unable to parse requirement: ${term}`);
      return { key: key.trim(), value: value.trim(), equal: operator !== '!=' };
    });
}

export function selects(query: URLSearchParams): (object: KubeObject) => boolean {
  const labels = termsOf(query.get('labelSelector'));
  const fields = termsOf(query.get('fieldSelector'));
  return (object) =>
    labels.every(({ key, value, equal }) => (object.metadata.labels?.[key] === value) === equal) &&
    fields.every(({ key, value, equal }) => (fieldOf(object, key) === value) === equal);
}

function fieldOf(object: KubeObject, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((at, part) => (at as Record<string, unknown> | undefined)?.[part], object);
}
