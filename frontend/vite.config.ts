import react from '@vitejs/plugin-react';
import { configDefaults, defineConfig } from 'vitest/config';
import { browsers, gzipped, productName } from './vite.plugins.ts';

export default defineConfig({
  plugins: [react(), productName, gzipped],
  resolve: { tsconfigPaths: true },
  build: {
    // Everything is a file of its own: the page's CSP allows no inline script, style or data: URL.
    assetsInlineLimit: 0,
    // One style sheet: small, and none that a part fetched later could come without.
    cssCodeSplit: false,
    target: browsers,
  },
  test: {
    exclude: configDefaults.exclude,
    restoreMocks: true,
    testTimeout: 30_000,
    projects: [
      {
        extends: true,
        test: { name: 'core', include: ['src/core/**/*.test.ts'], environment: 'node' },
      },
      {
        extends: true,
        test: {
          name: 'views',
          include: ['src/{app,brand,features,ui}/**/*.test.{ts,tsx}'],
          environment: 'jsdom',
          setupFiles: 'src/app/testing/setup.ts',
        },
      },
    ],
  },
});
