/**
 * HTML as a tagged template in which everything is escaped but markup made by the same template.
 * There is no way to pass a string through as it is, except `trusted`, for our own constants.
 */
import { readable } from './plain-text.ts';

export type Markup = { readonly markup: string };
export type Child = string | number | Markup | null | undefined | false | readonly Child[];

const REFERENCES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escapeHtml = (text: string): string =>
  readable(text).replace(/[&<>"']/g, (character) => REFERENCES[character] ?? character);

export const html = (strings: TemplateStringsArray, ...children: readonly Child[]): Markup => ({
  markup: strings
    .map((text, index) => text + (index < children.length ? toMarkup(children[index]) : ''))
    .join(''),
});

function toMarkup(child: Child): string {
  if (child === null || child === undefined || child === false) return '';
  if (typeof child === 'string') return escapeHtml(child);
  if (typeof child === 'number') return String(child);
  return 'markup' in child ? child.markup : child.map(toMarkup).join('');
}

/** Only for constants of this program, never for anything that came from outside. */
export const trusted = (markup: string): Markup => ({ markup });

const SAFE_LINK = /^(?:https?:\/\/|(?![a-z][a-z0-9+.-]*:|\/\/))/i;

/** The address if a click on it cannot run anything: http(s) or relative; otherwise `null`. */
export function safeLink(link: string): string | null {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: browsers skip them before the scheme
  const clean = link.replace(/[\u0000-\u0020]+/g, (blank) => encodeURIComponent(blank));
  return SAFE_LINK.test(clean) ? clean : null;
}

/** For `<script type="application/json">`: no end tag, no comment, no line terminator of JavaScript. */
export const jsonForScript = (value: unknown): string =>
  JSON.stringify(value).replace(
    /[<>\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
