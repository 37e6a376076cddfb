/**
 * Addresses of this server's things, from the root: whatever host or proxy a client came by. Who works in a
 * project is led on in it.
 */

import type { ArtifactView, ExecutionView, ResultView, SubmitAnswer } from '@gauntlet/contract';
import type { ArtifactDetail, ExecutionDetail, ResultDetail, Submitted } from '../executions/index.ts';
import type { Workspace } from '../identity/index.ts';
import { addressIn } from './pages/address-in.ts';

const executionAddress = (executionId: string) => `/api/v1/executions/${executionId}`;
export const artifactAddress = (place: Place, artifactId: string) =>
  addressIn(place.projectId, `/api/v1/artifacts/${artifactId}`);

type Place = Pick<Workspace, 'projectId'>;

function linksOf({ projectId }: Place, executionId: string): SubmitAnswer['links'] {
  const self = executionAddress(executionId);
  const within = (address: string) => addressIn(projectId, address);
  return {
    self: within(self),
    events: within(`${self}/events`),
    results: within(`${self}/results`),
    artifacts: within(`${self}/artifacts`),
    page: within(`/executions/${executionId}`),
  };
}

export const submitAnswer = (place: Place, { executionId, queuePosition }: Submitted): SubmitAnswer => ({
  executionId,
  queuePosition,
  links: linksOf(place, executionId),
});

export const executionView = (place: Place, { reports, ...detail }: ExecutionDetail): ExecutionView => ({
  ...detail,
  reports: {
    html: reports.html && artifactAddress(place, reports.html),
    junit: reports.junit && artifactAddress(place, reports.junit),
  },
  links: linksOf(place, detail.executionId),
});

export const artifactView = (place: Place, detail: ArtifactDetail): ArtifactView => ({
  ...detail,
  link: artifactAddress(place, detail.artifactId),
});

export const resultView = (place: Place, { artifacts, ...detail }: ResultDetail): ResultView => ({
  ...detail,
  artifacts: artifacts.map((artifact) => artifactView(place, artifact)),
});
