// What the frontend takes from docs/openapi.yaml: the types of the API, and how long its texts may be.
//
//   npm run types              writes both
//   npm run types -- --check   fails where one is not what the contract says
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { parse } from 'yaml';

const contract = '../docs/openapi.yaml';
const typesFile = 'src/core/api/openapi.ts';
const limitsFile = 'src/core/api/limits.ts';
const options = process.argv.slice(2);

execFileSync(
  'openapi-typescript',
  [contract, '--output', typesFile, '--root-types', '--root-types-no-schema-prefix', ...options],
  { stdio: 'inherit' },
);

const { components } = parse(readFileSync(contract, 'utf8'));

function maxLengthOf(schema) {
  const name = schema.$ref?.split('/').at(-1);
  return name === undefined ? schema.maxLength : maxLengthOf(components.schemas[name]);
}

/** `{ field: characters }` of a schema's texts that have a limit. */
function limitsOf({ properties = {} }) {
  return Object.entries(properties)
    .map(([field, schema]) => [field, maxLengthOf(schema)])
    .filter(([, limit]) => limit !== undefined);
}

const lines = Object.entries(components.schemas)
  .filter(([name]) => !name.startsWith('Service')) // what no page sends
  .map(([name, schema]) => [name, limitsOf(schema)])
  .filter(([, limits]) => limits.length > 0)
  .map(([name, limits]) => {
    const fields = limits.map(([field, limit]) => `    ${field}: ${limit},\n`);
    return `  ${name}: {\n${fields.join('')}  },\n`;
  });
const search = components.parameters.Search.schema.maxLength;
const limits = `// Made from docs/openapi.yaml by \`npm run types\`; never edited.

/** How many characters (code points, not UTF-16 units) a text may have, by schema and field. */
export const LIMITS = {
${lines.join('')}};

/** The same for the text that a list is searched for. */
export const SEARCH_LIMIT = ${search};
`;

if (!options.includes('--check')) {
  writeFileSync(limitsFile, limits);
} else if (readFileSync(limitsFile, 'utf8') !== limits) {
  console.error(`${limitsFile} is not what docs/openapi.yaml says. Run: npm run types`);
  process.exitCode = 1;
}
