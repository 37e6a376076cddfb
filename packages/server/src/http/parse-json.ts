/** JSON bodies: no body is no value, a broken one is refused with line and column. */
import type { FastifyRequest } from 'fastify';
import type { App } from './http-app.ts';
import { locateJsonFault } from './locate-json-fault.ts';
import { Refused } from './refused.ts';

type Done = (error: Error | null, value?: unknown) => void;

export function acceptJson(app: App): void {
  const parse = app.getDefaultJsonParser('error', 'error');
  app.removeContentTypeParser(['application/json', 'text/plain']);
  const read = (request: FastifyRequest, body: string, done: Done) => {
    const text = body.replace(/^\ufeff/, '');
    if (body === '') return done(null, undefined);
    parse(request, text, (error, value) => {
      if (error) return done(malformedJson(text));
      // Further in, null is how a body that is not there is told.
      return value === null ? done(malformed('body', NULL_BODY)) : done(null, value);
    });
  };
  app.addContentTypeParser('application/json', { parseAs: 'string' }, read);
  app.addContentTypeParser(/^application\/[\w.-]+\+json(;|$)/, { parseAs: 'string' }, read);
}

const NULL_BODY = 'The body is null. Send an object, or no body where none is needed.';

function malformedJson(text: string): Refused {
  const fault = locateJsonFault(text);
  // A text that is JSON and was refused all the same names `__proto__` or `constructor`.
  if (!fault)
    return malformed('', 'The JSON has a key that no object of ours has (`__proto__` or `constructor`).');
  const place = `line ${fault.line}, column ${fault.column}`;
  return malformed(place, `The JSON is broken at ${place}: ${fault.found} is not expected there.`);
}

export function malformed(path: string, message: string): Refused {
  return new Refused({ code: 'malformed-body', message, faults: [{ path, message }] });
}
