import { describe, expect, it } from 'vitest';
import { maskCredentials, SECRET_PREFIXES } from './secret-prefixes.ts';

const SECRET = 'Zm9v-_'.repeat(7);

describe('a credential', () => {
  it.each(SECRET_PREFIXES)(
    '%s leaves its kind and nothing else, wherever it stands, whole or cut',
    (prefix) => {
      for (const secret of [SECRET, SECRET.slice(0, 5)])
        expect(maskCredentials(`/a/${prefix}${secret}/b?c=${prefix}${secret}&d`)).toBe(
          `/a/${prefix}***/b?c=${prefix}***&d`,
        );
    },
  );

  it('that is signed is known by its header, without its signature too', () => {
    expect(maskCredentials(`/eyJhbGciOiJFUzI1NiJ9.${SECRET}.${SECRET}/x`)).toBe('/eyJ***/x');
    expect(maskCredentials('/eyJhbGciOiJFUzI1NiJ9')).toBe('/eyJ***');
  });

  it('is not what merely looks a little like one', () => {
    for (const path of ['/api/v1/agents', '/gnt', '/executions/019a-gag', '/eyJ'])
      expect(maskCredentials(path)).toBe(path);
  });
});
