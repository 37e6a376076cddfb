/** A notice as Slack's blocks. What strangers wrote can neither mention anybody nor make a link. */
import { shorten } from '../../executions/index.ts';
import type { Notice, NoticeDetails } from '../notice.ts';
import { type NamedFailure, type NoticeText, noticeText } from './notice-text.ts';

type Block =
  | { type: 'section'; text: { type: 'mrkdwn'; text: string } }
  | { type: 'context'; elements: { type: 'mrkdwn'; text: string }[] };

/** `text` is for notifications and for those who read no blocks. */
export type SlackMessage = { text: string; blocks: Block[] };

/** Slack refuses longer sections (3000) with all the message. */
const LONGEST_SECTION = 2900;
/** The heading, and how many more there are. */
const ROOM_FOR_WORDS = 60;
const LONGEST_MESSAGE = 300;

export function renderSlackMessage(notice: Notice, details: NoticeDetails): SlackMessage {
  const text = noticeText(notice, details);
  return { text: escaped(text.title), blocks: [...summaryBlocks(text), ...failureBlocks(text)] };
}

/** The message that stays and is changed in place. */
export function renderSlackSummary(notice: Notice, details: NoticeDetails): SlackMessage {
  const text = noticeText(notice, details);
  return { text: escaped(text.title), blocks: summaryBlocks(text) };
}

/** What goes below it, into its thread; null: there is nothing more to say. */
export function renderSlackReply(notice: Notice, details: NoticeDetails): SlackMessage | null {
  const text = noticeText(notice, details);
  const blocks = failureBlocks(text);
  return blocks.length === 0 ? null : { text: `Detailed Failure Report: ${escaped(text.title)}`, blocks };
}

function summaryBlocks(text: NoticeText): Block[] {
  const link = text.link === null ? [] : [`<${text.link}|Open the execution>`];
  const lines = [`*${escaped(text.headline)}*`, ...text.notes.map(escaped), ...link];
  const facts = text.facts.map(([label, value]) => `${label}: *${escaped(value)}*`);
  return [section(lines), ...(facts.length === 0 ? [] : [context(facts.join('  |  '))])];
}

function failureBlocks({ failures, furtherFailures }: NoticeText): Block[] {
  if (failures.length === 0) return [];
  const lines = fitting(failures.map(failureLines));
  const more = furtherFailures + failures.length - lines.length;
  const further = more === 0 ? [] : [`and ${more} more`];
  return [section(['*Detailed Failure Report*', ...lines, ...further])];
}

/** One paragraph each: it is a message among others, the mail and the dashboard have it line by line. */
const failureLines = ({ name, place, message, link }: NamedFailure): string =>
  [`\u2022 *<${link}|${escaped(name)}>*`, escaped(place), escaped(shorten(message, LONGEST_MESSAGE))]
    .filter((part) => part !== '')
    .join('\n');

/** As many from the beginning as one section holds: a link that is cut is none. */
function fitting(paragraphs: readonly string[]): string[] {
  let room = LONGEST_SECTION - ROOM_FOR_WORDS;
  return paragraphs.filter((paragraph) => {
    room -= paragraph.length + 1;
    return room >= 0;
  });
}

const section = (lines: readonly string[]): Block => ({
  type: 'section',
  text: { type: 'mrkdwn', text: cut(lines.join('\n')) },
});
const context = (text: string): Block => ({
  type: 'context',
  elements: [{ type: 'mrkdwn', text: cut(text) }],
});

const cut = (text: string): string =>
  text.length <= LONGEST_SECTION ? text : `${text.slice(0, LONGEST_SECTION).toWellFormed()}\u2026`;

/** The three signs that Slack reads as commands; the others only make text bold or not. */
const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('*', '\u2217');
