// The frontend's core by itself, as another application would bundle it, in a page of the stack.
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const frontend = fileURLToPath(new URL('../../frontend/', import.meta.url));
const address = '/assets/core-of-another-application.js';

// -> the text of one ES module
export async function bundleCore() {
  const { build } = createRequire(`${frontend}package.json`)('vite');
  const [{ output }] = await build({
    configFile: false,
    root: frontend,
    logLevel: 'error',
    build: { write: false, lib: { entry: `${frontend}src/core/index.ts`, formats: ['es'] } },
  });
  return output[0].code;
}

// Makes `latchkey` = createLatchkey() in a page whose origin is the stack's.
export async function useCore(page, code) {
  await page.route(`**${address}`, (route) =>
    route.fulfill({ contentType: 'text/javascript', body: code }),
  );
  await page.evaluate(async (from) => {
    const { createLatchkey } = await import(from);
    globalThis.latchkey = createLatchkey();
  }, address);
}
