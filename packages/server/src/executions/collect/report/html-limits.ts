/** How large an HTML report may become, and how its bytes are shared out. */
export type HtmlReportLimits = {
  /** Of the whole file, in UTF-8. At least 1 MB. */
  totalBytes: number;
  /** Failures, and again flaky tests, shown in full. */
  cards: number;
  /** Characters of one message, stack, output, expected or actual value. */
  fieldCharacters: number;
  /** Units drawn in the timeline: the longest. */
  timelineUnits: number;
};

export const HTML_REPORT_LIMITS: HtmlReportLimits = {
  totalBytes: 50_000_000,
  cards: 500,
  fieldCharacters: 32_000,
  timelineUnits: 2_000,
};

/** Shares of the whole; what is left, and what these do not use, goes to screenshots. */
export const SHARES = { cards: 0.25, overview: 0.03, timeline: 0.05, rows: 0.4 } as const;
