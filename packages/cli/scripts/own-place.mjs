/**
 * A source asks where it is (`import.meta`) to find something beside it. In a bundle all sources lie in
 * one file, so what each of them means must be said in the plan; one that is not named there fails the
 * build rather than a user.
 */
import { readFileSync } from 'node:fs';
import { relative } from 'node:path';

/** Folder of the bundle under which assets keep their paths in the repository. */
export const FILES = 'files';

const ASKS_WHERE_IT_IS = /\bimport\.meta\.(url|dirname|filename)\b/g;

/** @param {string} source path in the repository */
const placesInBundle = (source) => {
  const url = `new URL(${JSON.stringify(`${FILES}/${source}`)}, import.meta.url)`;
  return {
    url: `${url}.href`,
    filename: `decodeURIComponent(${url}.pathname)`,
    dirname: `decodeURIComponent(new URL('.', ${url}).pathname.slice(0, -1))`,
  };
};

/**
 * @param {string} text @param {string} source
 * @returns {string} the text, asking for the place among the bundle's files instead
 */
function askAmongFiles(text, source) {
  const places = placesInBundle(source);
  return text.replace(ASKS_WHERE_IT_IS, (_, /** @type {keyof typeof places} */ question) => places[question]);
}

/**
 * @param {string} repository
 * @param {import('./bundle.mjs').BundlePlan} plan
 * @returns {import('esbuild').Plugin}
 */
export function ownPlace(repository, plan) {
  const unread = new Set(Object.values(plan.assets));
  return {
    name: 'own-place',
    setup(build) {
      build.onLoad({ filter: /[/\\]packages[/\\][^/\\]+[/\\]src[/\\].*\.ts$/ }, ({ path }) => {
        const text = readFileSync(path, 'utf8');
        const source = relative(repository, path);
        if (text.search(ASKS_WHERE_IT_IS) < 0) return undefined;
        if (unread.delete(source) || Object.values(plan.assets).includes(source)) {
          return { contents: askAmongFiles(text, source), loader: 'ts' };
        }
        if (plan.besidePrograms.includes(source)) return undefined;
        return { errors: [{ text: `${source} asks where it is: say in bundle-plan.mjs what it looks for` }] };
      });
      build.onEnd(() => ({
        errors: [...unread].map((source) => ({
          text: `${source} should read an asset, but is not there or does not ask where it is: see bundle-plan.mjs`,
        })),
      }));
    },
  };
}
