/** A notice as a mail: subject, text, HTML. Everything of strangers is escaped; nothing is fetched when it is read. */
import { html, type Markup } from '../../executions/index.ts';
import type { Notice, NoticeDetails } from '../notice.ts';
import { type NoticeText, noticeText } from './notice-text.ts';

export type Mail = { subject: string; text: string; html: string };

export function renderMail(notice: Notice, details: NoticeDetails): Mail {
  const text = noticeText(notice, details);
  return { subject: text.title, text: plainMail(text), html: `<!doctype html>${htmlMail(text).markup}` };
}

export function plainMail(text: NoticeText): string {
  const widest = Math.max(0, ...text.facts.map(([label]) => label.length));
  const facts = text.facts.map(([label, value]) => `${`${label}:`.padEnd(widest + 2)}${value}`);
  const failures = text.failures.flatMap(({ name, place, message, link }, index) => [
    ...(index === 0 ? [] : ['']),
    `${index + 1}. ${name}`,
    ...(place === '' ? [] : [`   ${place}`]),
    ...(message === '' ? [] : message.split('\n').map((line) => `   ${line}`)),
    `   ${link}`,
  ]);
  const blocks = [
    [text.headline],
    facts,
    [...text.notes],
    failures.length === 0 ? [] : ['Detailed Failure Report', '', ...failures, ...furtherOf(text)],
    text.link === null ? [] : [text.link],
  ];
  return `${blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

const furtherOf = ({ furtherFailures }: NoticeText): string[] =>
  furtherFailures === 0 ? [] : [`and ${furtherFailures} more`];

const COLOURS = { good: '#1a7f37', bad: '#b42318', neutral: '#344054' } as const;

/** Mail programs know no style sheets worth the name: styles stand where they are used. */
function htmlMail(text: NoticeText): Markup {
  const heading = html`<h1 style="font-size:20px;margin:0 0 16px;color:${COLOURS[text.tone]}">${text.headline}</h1>`;
  const facts = text.facts.map(
    ([label, value]) =>
      html`<tr><th style="text-align:left;padding:2px 16px 2px 0;font-weight:normal;color:#475467">${label}</th><td style="padding:2px 0">${value}</td></tr>`,
  );
  const link =
    text.link === null
      ? null
      : html`<p style="margin:20px 0 0"><a href="${text.link}" style="color:#175cd3">Open the execution</a></p>`;
  return html`<html lang="en"><head><meta charset="utf-8"><title>${text.title}</title></head><body style="margin:0;padding:24px;background:#ffffff;color:#101828;font:14px/1.5 system-ui,sans-serif"><div style="max-width:680px;overflow-wrap:anywhere;word-break:break-word">${heading}<table role="presentation" style="border-collapse:collapse">${facts}</table>${text.notes.map((note) => html`<p style="margin:12px 0 0">${note}</p>`)}${failureReport(text)}${link}</div></body></html>`;
}

function failureReport({ failures, furtherFailures }: NoticeText): Markup | null {
  if (failures.length === 0) return null;
  const items = failures.map(
    ({ name, place, message, link }) =>
      html`<li style="margin:0 0 12px"><a href="${link}" style="color:#175cd3;font-weight:bold">${name}</a>${place === '' ? null : html`<br><span style="color:#475467">${place}</span>`}${message === '' ? null : html`<pre style="margin:4px 0 0;font-family:monospace;font-size:12px;white-space:pre-wrap;color:#b42318">${message}</pre>`}</li>`,
  );
  return html`<h2 style="font-size:16px;margin:20px 0 8px">Detailed Failure Report</h2><ol style="margin:0;padding-left:20px">${items}</ol>${furtherFailures === 0 ? null : html`<p style="margin:0">and ${furtherFailures} more</p>`}`;
}
