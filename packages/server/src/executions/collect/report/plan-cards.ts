/** Which failed and flaky tests are shown in full, within their share of the report's bytes. */
import { utf8Length } from './byte-budget.ts';
import { buildCard, type Card, type CardSetting } from './failure-card.ts';
import type { ArtifactIndex, UnitIndex } from './index-source.ts';
import type { ResultForReport } from './report-source.ts';
import { leastShotBytes } from './screenshots.ts';
import type { Shown } from './survey-results.ts';
import { trimResult } from './trim-result.ts';

export type PlannedCards = { cards: Card[]; leftOut: number; bytes: number };

export type CardSources = { units: UnitIndex; artifacts: ArtifactIndex; manyAttempts: boolean };

/** The first few are opened, so that the page answers "what broke?" without a click. */
const OPEN_CARDS = 5;
/** Characters of a field when the whole one does not fit. */
const SHORT_FIELD = 800;

export function planCards(shown: Shown, prefix: string, room: number, sources: CardSources): PlannedCards {
  const plan: PlannedCards = { cards: [], leftOut: shown.count - shown.kept.length, bytes: 0 };
  shown.kept.forEach((result, index) => {
    const setting = settingOf(result, `${prefix}${index + 1}`, index < OPEN_CARDS, sources);
    const card = fitCard(result, setting, room - plan.bytes);
    if (card === null) plan.leftOut += 1;
    else {
      plan.cards.push(card);
      plan.bytes += sizeOf(card);
    }
  });
  return plan;
}

function settingOf(
  result: ResultForReport,
  id: string,
  open: boolean,
  { units, artifacts, manyAttempts }: CardSources,
): CardSetting {
  const unit = result.unitId === null ? undefined : units.byId.get(result.unitId);
  return {
    id,
    open,
    manyAttempts,
    unitTitle: unit?.title ?? null,
    artifacts: artifacts.get(result.resultId) ?? [],
  };
}

function fitCard(result: ResultForReport, setting: CardSetting, room: number): Card | null {
  const whole = buildCard(result, setting);
  if (sizeOf(whole) <= room) return whole;
  const short = buildCard(trimResult(result, SHORT_FIELD).trimmed, setting);
  return sizeOf(short) <= room ? short : null;
}

const sizeOf = ({ before, shots, after }: Card) =>
  utf8Length(before.markup) + leastShotBytes(shots) + utf8Length(after.markup);
