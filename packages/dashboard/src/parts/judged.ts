/** Verdicts over tests, by commas: other executions have none to compare. */
export const JUDGED = 'passed,flaky,failed';
