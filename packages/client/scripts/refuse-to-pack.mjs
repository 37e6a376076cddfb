/** Run by `npm pack` here, where the sources are: they are TypeScript, which no one can install. */
process.stderr.write(
  'Build first: `node packages/client/scripts/build-package.mjs`, then `npm publish ./packages/client/dist`.\n',
);
process.exitCode = 1;
