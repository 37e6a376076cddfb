import { describe, expect, it } from 'vitest';
import { chooseType, wantsHtml } from './accept.ts';

const OFFERED = ['application/json', 'text/event-stream'] as const;

describe('the type of an answer', () => {
  it.each([
    [undefined, 'application/json'],
    ['*/*', 'application/json'],
    ['text/event-stream', 'text/event-stream'],
    ['Text/Event-Stream; q=0.9, */*;q=0.1', 'text/event-stream'],
    ['application/json;q=0.2, text/event-stream;q=0.8', 'text/event-stream'],
    ['text/*', 'text/event-stream'],
    ['*/*, application/json;q=0', 'text/event-stream'],
    ['text/html', null],
    ['text/event-stream;q=0', null],
    ['application/json;q=x', null],
    ['', null],
  ])('for Accept: %s is %s', (header, expected) => {
    expect(chooseType(header, OFFERED)).toBe(expected);
  });

  it('is a page only for who names HTML', () => {
    expect(wantsHtml('text/html,application/xhtml+xml,*/*;q=0.8')).toBe(true);
    expect(wantsHtml('*/*')).toBe(false);
    expect(wantsHtml(undefined)).toBe(false);
    expect(wantsHtml('text/html;q=0')).toBe(false);
  });
});
