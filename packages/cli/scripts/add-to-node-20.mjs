/** Loaded before every bundled program: what the sources use and Node.js 20 lacks. */

/**
 * @template Value
 * @this {PromiseConstructor}
 * @returns {PromiseWithResolvers<Value>}
 */
function withResolvers() {
  const handles = /** @type {PromiseWithResolvers<Value>} */ ({});
  handles.promise = new this((resolve, reject) => Object.assign(handles, { resolve, reject }));
  return handles;
}

Promise.withResolvers ??= withResolvers;
