/** The source where a test failed, its lines numbered and the failing one marked. */
import type { CodeFrame } from '@gauntlet/contract';
import { html, type Markup } from './html.ts';

export function renderSource({ file, line, firstLine, lines }: CodeFrame): Markup {
  const width = String(firstLine + lines.length - 1).length;
  const rows = lines.map((text, index) => {
    const number = firstLine + index;
    const here = number === line;
    return html`<span class="${here ? 'here' : 'near'}">${here ? '>' : ' '} ${String(number).padStart(width)} | ${text}\n</span>`;
  });
  return html`<figure class="source"><figcaption>${file}:${line}</figcaption><pre>${rows}</pre></figure>`;
}
