import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { constants, gzipSync } from 'node:zlib';
import react from '@vitejs/plugin-react';
import type { Plugin } from 'vite';
import { configDefaults, defineConfig } from 'vitest/config';
import { brand } from './src/brand/brand.ts';

/** The product's name in index.html, which no module can reach. */
const productName: Plugin = {
  name: 'product-name',
  transformIndexHtml: (html) => html.replaceAll('%PRODUCT_NAME%', brand.name),
};

/** Compresses once and well what a server would compress at each request, and less. */
const gzipped: Plugin = {
  name: 'gzipped',
  apply: 'build',
  writeBundle({ dir = 'dist' }) {
    for (const name of readdirSync(dir, { recursive: true, encoding: 'utf8' })) {
      if (!/\.(js|css|svg|html)$/.test(name)) continue;
      const file = join(dir, name);
      writeFileSync(
        `${file}.gz`,
        gzipSync(readFileSync(file), { level: constants.Z_BEST_COMPRESSION }),
      );
    }
  },
};

export default defineConfig({
  plugins: [react(), productName, gzipped],
  resolve: { tsconfigPaths: true },
  build: {
    // Everything is a file of its own: the page's CSP allows no inline script, style or data: URL.
    assetsInlineLimit: 0,
    // One style sheet: small, and none that a part fetched later could come without.
    cssCodeSplit: false,
    // Browsers of mid-2024 on, for light-dark() and relative colours.
    target: ['chrome123', 'edge123', 'firefox128', 'safari17.5'],
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
