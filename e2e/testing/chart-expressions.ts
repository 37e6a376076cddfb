/** What the chart asks Prometheus: by its dashboard, its alerts and its autoscaling. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { ROOT } from '../../scripts/setup.mjs';

const read = (file: string) => readFileSync(join(ROOT, 'charts/gauntlet', file), 'utf8');

type Panel = { targets?: { expr: string }[] };
type Alerts = { groups: { rules: { expr: string }[] }[] };

/** With what Grafana puts in the place of its own variables. */
export function expressionsOfChart(): string[] {
  const { panels } = JSON.parse(read('files/dashboard.json')) as { panels: Panel[] };
  const { groups } = parse(read('files/alerts.yaml')) as Alerts;
  const scaling = /query: (.*)$/m
    .exec(read('templates/autoscaling.yaml'))?.[1]
    ?.replace(/\{\{.*?\}\}/g, 'gauntlet');
  return [
    ...panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr)),
    ...groups.flatMap(({ rules }) => rules.map(({ expr }) => expr)),
    ...(scaling ? [scaling] : []),
  ].map((expr) => expr.replaceAll('$__rate_interval', '5m'));
}

/** Names of metrics in them: what stands before a selector's braces, a range, or nothing. */
export function metricsIn(expression: string): string[] {
  const bare = expression
    .replace(/"[^"]*"/g, '""')
    .replace(/\b(by|without|on|ignoring|group_left|group_right)\s*\([^)]*\)/g, ' ')
    .replace(/\{[^}]*\}/g, ' ')
    .replace(/\[[^\]]*\]/g, ' ');
  const words = bare.match(/\b[a-z_][a-z0-9_:]*\b(?!\s*\()/g) ?? [];
  return [...new Set(words.filter((word) => !['and', 'or', 'unless', 'bool'].includes(word)))];
}
