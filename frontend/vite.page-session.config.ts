import { readFileSync } from 'node:fs';
import type { Plugin } from 'vite';
import { defineConfig } from 'vite';
import { brand } from './src/brand/brand.ts';
import { browsers, gzipped } from './vite.plugins.ts';

const SOURCES = 'src/app/page-session';

/** The page of continue.js, as it is: it has no other script or style to be linked to. */
const page: Plugin = {
  name: 'continue-page',
  generateBundle() {
    for (const fileName of ['continue.html', 'continue.css']) {
      const source = readFileSync(`${SOURCES}/${fileName}`, 'utf8');
      this.emitFile({
        type: 'asset',
        fileName,
        source: source.replaceAll('%PRODUCT_NAME%', brand.name),
      });
    }
  },
};

/**
 * What is served under /auth beside the application: `--mode continue` and `--mode keep`, each one
 * script of a name that does not change.
 */
export default defineConfig(({ mode }) => ({
  plugins: mode === 'continue' ? [page, gzipped] : [gzipped],
  resolve: { tsconfigPaths: true },
  build: {
    outDir: 'dist/auth',
    emptyOutDir: false,
    target: browsers,
    lib: {
      entry: `${SOURCES}/${mode}.ts`,
      formats: ['iife'],
      name: `latchkey_${mode}`,
      fileName: () => `${mode}.js`,
    },
  },
}));
