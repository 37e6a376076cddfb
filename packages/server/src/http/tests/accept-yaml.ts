/** Lets the routes of a scope take their bodies in YAML as well. */
import type { FastifyRequest } from 'fastify';
import type { App } from '../http-app.ts';
import { parseYaml } from './parse-yaml.ts';

const YAML = /^(application|text)\/(x-)?yaml(;|$)/;

export function acceptYaml(scope: App): void {
  scope.addContentTypeParser(YAML, { parseAs: 'string' }, async (_request: FastifyRequest, body: string) =>
    parseYaml(body),
  );
}
