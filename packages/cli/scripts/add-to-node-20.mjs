/** Loaded before every bundled program: what the sources use and Node.js 20 lacks. */
Promise.withResolvers ??= function withResolvers() {
  const handles = /** @type {PromiseWithResolvers<never>} */ ({});
  handles.promise = new this((resolve, reject) => Object.assign(handles, { resolve, reject }));
  return handles;
};
