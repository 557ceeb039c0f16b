// application/x-www-form-urlencoded as Stripe nests it, metadata[plan]=pro, expand[]=a, expand[0]=a,
// read strictly: what a lenient reader would guess at is a FormError, so that a client's mistake
// shows in a test.
export class FormError extends Error {}

const path = /^([^[\]]+)((?:\[[^[\]]*\])*)$/;

function decode(text) {
  try {
    return decodeURIComponent(text.replaceAll('+', ' ')); // also refuses what is not UTF-8
  } catch {
    throw new FormError(`not percent-encoded UTF-8: ${text}`);
  }
}

function keysOf(name) {
  const match = path.exec(name);
  if (!match) throw new FormError(`not a parameter's name: ${name}`);
  return [match[1], ...[...match[2].matchAll(/\[([^\]]*)\]/g)].map(([, key]) => key)];
}

const isNode = (value) => typeof value === 'object';

function insert(tree, keys, value, name) {
  const [first, ...rest] = keys;
  const key = first === '' ? String(Object.keys(tree).length) : first; // expand[]
  if (rest.length === 0) {
    if (key in tree) throw new FormError(`given twice: ${name}`);
    tree[key] = value;
    return;
  }
  tree[key] ??= Object.create(null);
  if (!isNode(tree[key])) throw new FormError(`both a value and a group: ${name}`);
  insert(tree[key], rest, value, name);
}

// A group whose keys are 0, 1, 2 … is an array.
function withArrays(tree) {
  const entries = Object.entries(tree);
  for (const [key, value] of entries) if (isNode(value)) tree[key] = withArrays(value);
  const isArray = entries.length > 0 && entries.every(([key], index) => key === String(index));
  return isArray ? Object.values(tree) : tree;
}

// An object without a prototype; every value in it is a string, an array or such an object again.
export function parseForm(text) {
  const tree = Object.create(null);
  if (text === '') return tree;
  if (/[^!-~]/.test(text)) throw new FormError('not percent-encoded');
  for (const pair of text.split('&')) {
    const equals = pair.indexOf('=');
    if (equals <= 0) throw new FormError(`not name=value: ${pair}`);
    const name = decode(pair.slice(0, equals));
    insert(tree, keysOf(name), decode(pair.slice(equals + 1)), name);
  }
  for (const [key, value] of Object.entries(tree)) if (isNode(value)) tree[key] = withArrays(value);
  return tree;
}
