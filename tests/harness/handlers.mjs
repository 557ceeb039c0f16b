// The table of workers, handlers/services.tsv, by handler.
import { readFileSync } from 'node:fs';

const table = new URL('../../handlers/services.tsv', import.meta.url);
const listed = (text) => (text === '-' ? [] : text.split(','));

// handler -> {role, egress, secrets, functions (of all its rows), instances}
export const handlers = new Map();
for (const line of readFileSync(table, 'utf8').split('\n')) {
  if (!line.startsWith('/')) continue;
  const [, , handler, functions, role, egress, secrets, , instances] = line.split('\t');
  const known = handlers.get(handler)?.functions ?? [];
  handlers.set(handler, {
    role,
    egress,
    secrets: listed(secrets),
    functions: [...new Set([...known, ...listed(functions)])],
    instances: Number(instances),
  });
}
