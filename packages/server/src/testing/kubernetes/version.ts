/** GET /version */
import { answerObject } from './answers.ts';
import type { ApiPart } from './fake-api-server.ts';

export const createVersionPart = (gitVersion = 'v1.34.1'): ApiPart => ({
  answer: ({ method, path }, response) => {
    if (method !== 'GET' || path.replace(/\/$/, '') !== '/version') return false;
    const [, major = '', minor = ''] = /^v(\d+)\.(\d+)/.exec(gitVersion) ?? [];
    const build = { gitCommit: 'fake', gitTreeState: 'clean', buildDate: '2026-01-01T00:00:00Z' };
    const made = { goVersion: 'go1.25', compiler: 'gc', platform: 'linux/amd64' };
    answerObject(response, 200, { major, minor, gitVersion, ...build, ...made });
    return true;
  },
});
