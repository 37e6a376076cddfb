export * from './collect/archive-execution.ts';
export * from './collect/conclude-attempt.ts';
export { BASE_CSS } from './collect/report/base-css.ts';
export { describeReason, plural } from './collect/report/describe-verdict.ts';
export { type Child, html, type Markup, safeLink } from './collect/report/html.ts';
export { BRAND_MARK, ICON_SPRITE, type IconName, icon } from './collect/report/icons.ts';
export { shorten } from './collect/report/plain-text.ts';
export { formatBytes, formatCount, formatDuration, formatUtc } from './collect/report/quantities.ts';
export * from './collect/report/report-source.ts';
export {
  renderCountBar,
  renderCountNote,
  renderInstant,
  renderVerdict,
} from './collect/report/small-parts.ts';
export * from './collect/store-artifact.ts';
export * from './collect/sweep-store.ts';
export * from './collect/sweep-workspaces.ts';
export * from './execute/claim-units.ts';
export * from './execute/end-execution.ts';
export * from './execute/greet-agent.ts';
export * from './execute/launch-groups.ts';
export * from './execute/lose-group.ts';
export * from './execute/open-content.ts';
export * from './execute/record-reports.ts';
export * from './execute/release-launches.ts';
export * from './execute/revive-execution.ts';
export * from './execute/scene.ts';
export * from './execute/take-heartbeat.ts';
export * from './execute/watch-groups.ts';
export * from './execution.ts';
export * from './move-execution.ts';
export * from './ports.ts';
export * from './read/ports.ts';
export * from './schedule/schedule-next.ts';
export * from './secrets/remove-secret.ts';
export * from './secrets/set-secret.ts';
export * from './submit/canonical.ts';
export * from './submit/rerun-execution.ts';
export * from './submit/store-upload.ts';
export * from './submit/submit-command.ts';
export * from './submit/submit-test.ts';
