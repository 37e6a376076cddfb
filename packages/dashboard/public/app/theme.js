// Before the first paint, so that a theme does not flash. Its key is that of src/shell/theme.ts.
(() => {
  let theme = null;
  try {
    theme = localStorage.getItem('gauntlet.theme');
  } catch {
    // A browser that keeps nothing follows the system.
  }
  if (theme !== 'light' && theme !== 'dark')
    theme = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
  document.documentElement.dataset.theme = theme;
})();
