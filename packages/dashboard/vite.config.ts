import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** Where `npx vite` finds a server while one works on the dashboard. */
const SERVER = 'http://127.0.0.1:4000';

export default defineConfig({
  plugins: [react(), tailwindcss()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    assetsDir: 'app',
    // Everything by its own address: the policy of the pages allows no data: for scripts and fonts.
    assetsInlineLimit: 0,
    manifest: true,
    license: { fileName: 'licenses.md' },
    modulePreload: { polyfill: false },
    target: 'es2023',
  },
  server: {
    proxy: Object.fromEntries(
      ['/api', '/auth', '/signin', '/signout', '/assets', '/account', '/docs'].map((path) => [path, SERVER]),
    ),
  },
});
