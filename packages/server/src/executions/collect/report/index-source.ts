/** The small things of a source, read once and looked up many times. */
import type { ReportArtifact, ReportSource, ReportUnit } from './report-source.ts';

export type UnitIndex = {
  byId: ReadonlyMap<string, ReportUnit>;
  /** Of each unit the last attempt. */
  last: readonly ReportUnit[];
};

export async function indexUnits(report: ReportSource): Promise<UnitIndex> {
  const byId = new Map<string, ReportUnit>();
  const last = new Map<string, ReportUnit>();
  for await (const unit of report.units()) {
    byId.set(unit.unitId, unit);
    const known = last.get(unit.key);
    if (known === undefined || known.attempt <= unit.attempt) last.set(unit.key, unit);
  }
  return { byId, last: [...last.values()] };
}

export type ArtifactIndex = ReadonlyMap<string, readonly ReportArtifact[]>;

/** By the id of the result they belong to. */
export function indexArtifacts(artifacts: readonly ReportArtifact[]): ArtifactIndex {
  const byResult = new Map<string, ReportArtifact[]>();
  for (const artifact of artifacts) {
    if (artifact.resultId === null) continue;
    const siblings = byResult.get(artifact.resultId);
    if (siblings) siblings.push(artifact);
    else byResult.set(artifact.resultId, [artifact]);
  }
  return byResult;
}
