import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { html, jsonForScript, safeLink } from './html.ts';

describe('html', () => {
  test('escapes every string, in text and in attributes', () => {
    const hostile = '"><script>alert(1)</script>&\'';
    expect(html`<p title="${hostile}">${hostile}</p>`.markup).toBe(
      '<p title="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&amp;&#39;">&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&amp;&#39;</p>',
    );
  });

  test('keeps its own markup, lists of it, and leaves out what is not there', () => {
    const items = ['a', '<b>'].map((text) => html`<li>${text}</li>`);
    expect(html`<ul>${items}${null}${undefined}${false}${0}</ul>`.markup).toBe(
      '<ul><li>a</li><li>&lt;b&gt;</li>0</ul>',
    );
  });

  test('lets no text open a tag or leave an attribute', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(html`${text}`.markup).not.toMatch(/[<>"']/);
      }),
    );
  });
});

describe('a link', () => {
  test.each([
    'https://host/a',
    'http://127.0.0.1:4400/x',
    '/api/v1/artifacts/1',
    'shots/1.png',
    '../a b.png',
  ])('%s may be followed', (link) => expect(safeLink(link)).not.toBeNull());

  test.each([
    'javascript:alert(1)',
    'JavaScript:alert(1)',
    'data:text/html,x',
    'vbscript:x',
    'file:///etc/passwd',
    '//elsewhere.test/x',
    'a-b+c.d:x',
  ])('%s may not', (link) => expect(safeLink(link)).toBeNull());

  test('with blanks before or in its scheme is no script to a browser either', () => {
    for (const link of [' javascript:alert(1)', '\u0001javascript:alert(1)', 'java\nscript:alert(1)']) {
      const safe = safeLink(link);
      expect(safe === null || new URL(safe, 'https://host.test/').protocol === 'https:').toBe(true);
    }
  });

  test('never has another protocol than http once a browser has resolved it', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.webUrl(),
          fc.string().map((s) => `javascript:${s}`),
        ),
        (link) => {
          const safe = safeLink(link);
          if (safe === null || !URL.canParse(safe, 'https://host.test/')) return;
          expect(new URL(safe, 'https://host.test/').protocol).toMatch(/^https?:$/);
        },
      ),
    );
  });
});

describe('JSON in a script element', () => {
  test('holds no end tag, no comment and no line terminator of JavaScript', () => {
    const value = ['</script>', '<!--', '-->', ']]>', '\u2028\u2029', '\ud800'];
    const text = jsonForScript(value);
    expect(text).not.toMatch(/[<>\u2028\u2029]/);
    expect(JSON.parse(text)).toEqual(value);
  });

  test('reads back as what was written', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.parse(jsonForScript(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });
});
