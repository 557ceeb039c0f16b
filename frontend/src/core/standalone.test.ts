import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { expect, it } from 'vitest';

const CORE = import.meta.dirname;

/** What the core's own files import from elsewhere: other folders, packages, frameworks. */
function foreignImports(): string[] {
  const files = readdirSync(CORE, { recursive: true, encoding: 'utf8' });
  return files
    .filter((file) => file.endsWith('.ts') && !/\.test\.ts$|^testing\//.test(file))
    .flatMap((file) => {
      const source = readFileSync(join(CORE, file), 'utf8');
      const specifiers = [...source.matchAll(/\b(?:from|import)\s*\(?\s*'([^']+)'/g)].map(
        ([, specifier = '']) => specifier,
      );
      return specifiers.filter((specifier) => isForeign(file, specifier));
    });
}

function isForeign(file: string, specifier: string): boolean {
  if (!specifier.startsWith('.')) return true;
  return relative(CORE, join(CORE, dirname(file), specifier)).startsWith('..');
}

it('stands alone, so that it can be published as it is', () => {
  expect(foreignImports()).toEqual([]);
});
