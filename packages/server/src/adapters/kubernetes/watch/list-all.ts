/** All objects of a kind, page by page, as they were at one moment. */
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import type { ApiTrouble, Rest } from '../api/rest.ts';
import { judgeAnswer } from '../standing/judge-answer.ts';

type ListAnswer = {
  metadata?: { resourceVersion?: string; continue?: string };
  items?: readonly object[] | null;
};

/** `version`: from where a watch goes on. */
export type Listed<Item> = { items: Item[]; version: string };

const PAGE = 250;
/** A list that takes longer than the API server keeps its pages begins anew; one that always does is given up. */
const MOST_BEGINNINGS = 3;

export async function listAll<Item extends object>(
  rest: Rest,
  path: string,
  query: Readonly<Record<string, string>> = {},
): Promise<Result<Listed<Item>, ApiTrouble>> {
  let items: Item[] = [];
  let next: string | undefined;
  let beginnings = 1;
  for (;;) {
    const page = { ...query, limit: String(PAGE), ...(next ? { continue: next } : {}) };
    const answer = await rest.ask<ListAnswer>({ method: 'GET', path, query: page, urgency: 'look' });
    if (answer.ok) {
      const { metadata, items: more } = answer.value;
      for (const item of more ?? []) items.push(item as Item);
      next = metadata?.continue;
      if (!next) return ok({ items, version: metadata?.resourceVersion ?? '' });
    } else if (next && isTooOld(answer.error) && beginnings < MOST_BEGINNINGS) {
      beginnings += 1;
      items = [];
      next = undefined;
    } else return refuse(answer.error);
  }
}

const isTooOld = (trouble: ApiTrouble) =>
  trouble.code === 'answered' && judgeAnswer(trouble.answer) === 'relist';
