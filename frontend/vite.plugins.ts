import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipAsync } from '@gfx/zopfli';
import type { Plugin } from 'vite';
import { brand } from './src/brand/brand.ts';

/** The product's name in index.html, which no module can reach. */
export const productName: Plugin = {
  name: 'product-name',
  transformIndexHtml: (html) => html.replaceAll('%PRODUCT_NAME%', brand.name),
};

/**
 * Compresses once what a server would compress at each request. Zopfli takes seconds, and its output
 * is 3 to 4 % smaller than gzip's best.
 */
export const gzipped: Plugin = {
  name: 'gzipped',
  apply: 'build',
  async writeBundle({ dir = 'dist' }) {
    for (const name of readdirSync(dir, { recursive: true, encoding: 'utf8' })) {
      if (!/\.(js|css|svg|html)$/.test(name)) continue;
      const file = join(dir, name);
      writeFileSync(`${file}.gz`, await gzipAsync(readFileSync(file), {}));
    }
  },
};

/** Browsers of mid-2024 on, for light-dark() and relative colours. */
export const browsers = ['chrome123', 'edge123', 'firefox128', 'safari17.5'];
