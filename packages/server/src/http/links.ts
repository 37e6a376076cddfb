/** Addresses of this server's things, from the root: whatever host or proxy a client came by. */
import type { ArtifactView, ExecutionView, ResultView, SubmitAnswer } from '@gauntlet/contract';
import type { ArtifactDetail, ExecutionDetail, ResultDetail, Submitted } from '../executions/index.ts';

const executionAddress = (executionId: string) => `/api/v1/executions/${executionId}`;
export const artifactAddress = (artifactId: string) => `/api/v1/artifacts/${artifactId}`;

function linksOf(executionId: string): SubmitAnswer['links'] {
  const self = executionAddress(executionId);
  return {
    self,
    events: `${self}/events`,
    results: `${self}/results`,
    artifacts: `${self}/artifacts`,
    page: `/executions/${executionId}`,
  };
}

export const submitAnswer = ({ executionId, queuePosition }: Submitted): SubmitAnswer => ({
  executionId,
  queuePosition,
  links: linksOf(executionId),
});

export const executionView = ({ reports, ...detail }: ExecutionDetail): ExecutionView => ({
  ...detail,
  reports: {
    html: reports.html && artifactAddress(reports.html),
    junit: reports.junit && artifactAddress(reports.junit),
  },
  links: linksOf(detail.executionId),
});

export const artifactView = (detail: ArtifactDetail): ArtifactView => ({
  ...detail,
  link: artifactAddress(detail.artifactId),
});

export const resultView = ({ artifacts, ...detail }: ResultDetail): ResultView => ({
  ...detail,
  artifacts: artifacts.map(artifactView),
});
