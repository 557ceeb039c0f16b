// Holds answers to docs/openapi.yaml: every call that a test makes through Client is checked here.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import Ajv2020 from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { parse } from 'yaml';

const document = parse(readFileSync(new URL('../../docs/openapi.yaml', import.meta.url), 'utf8'));
const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats(ajv);
ajv.addSchema({ $id: 'latchkey', components: document.components });

const routes = Object.entries(document.paths).map(([template, methods]) => ({
  pattern: new RegExp(`^${template.replace(/\{[^}]+\}/g, '[^/]+')}$`),
  methods,
}));

export const { components } = document;

export function resolve(node) {
  if (node?.$ref === undefined) return node;
  return node.$ref.slice(2).split('/').reduce((at, name) => at[name], document);
}

const validators = new Map();
function validator(schema) {
  const key = JSON.stringify(schema);
  if (!validators.has(key)) {
    validators.set(key, ajv.compile(JSON.parse(key.replaceAll('"#/', '"latchkey#/'))));
  }
  return validators.get(key);
}

// Whether a path is Latchkey's by the contract.
export function isDescribed(path) {
  return routes.some((route) => route.pattern.test(path));
}

// Fails where an answer is not what the contract says for this operation and status.
export function assertContract(method, path, { status, headers, text }) {
  const operation = routes.find((route) => route.pattern.test(path))?.methods[method.toLowerCase()];
  assert.ok(operation, `${method} ${path} is not in docs/openapi.yaml`);
  const response = resolve(operation.responses[String(status)]);
  assert.ok(response, `${method} ${path} answered ${status}, which docs/openapi.yaml does not name: ${text}`);
  assert.ok(headers['x-request-id'], `${method} ${path} has no X-Request-Id`);
  for (const [name, header] of Object.entries(response.headers ?? {})) {
    if (name === 'Set-Cookie') continue; // with the cookie transport only
    assert.ok(headers[name.toLowerCase()], `${method} ${path} ${status} lacks ${name}: ${JSON.stringify(resolve(header))}`);
  }
  if (response.content === undefined) {
    assert.equal(text, '', `${method} ${path} ${status} has a body`);
    return;
  }
  const type = (headers['content-type'] ?? '').split(';')[0];
  assert.ok(response.content[type], `${method} ${path} ${status} is ${type}`);
  const validate = validator(response.content[type].schema);
  assert.ok(
    validate(JSON.parse(text)),
    `${method} ${path} ${status} breaks the contract: ${ajv.errorsText(validate.errors)}`,
  );
}
