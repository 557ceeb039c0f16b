// The parameters of Stripe's customer operations as JSON Schema, kept by hand after Stripe's
// published OpenAPI description (API version 2026-10-28.endive). stripe.test.mjs holds the names
// against the type definitions in the npm package `stripe`, which Stripe makes from that description.
import { Ajv } from 'ajv';

const text = (maxLength = 5000) => ({ type: 'string', maxLength });
const integer = { type: 'integer' };
const oneOf = (...values) => ({ type: 'string', enum: values });
const object = (properties, required = []) => ({
  type: 'object', properties, required, additionalProperties: false,
});
const orEmpty = (schema) => ({ anyOf: [schema, oneOf('')] });
const list = (items, more = {}) => ({ type: 'array', items, ...more });

const address = object({
  city: text(), country: text(), line1: text(), line2: text(), postal_code: text(), state: text(),
});

const shared = {
  address: orEmpty(address),
  balance: integer,
  business_name: text(150),
  cash_balance: object({
    settings: object({ reconciliation_mode: oneOf('automatic', 'manual', 'merchant_default') }),
  }),
  description: text(),
  email: text(512),
  expand: list(text()),
  individual_name: text(150),
  invoice_prefix: text(),
  invoice_settings: object({
    custom_fields: orEmpty(list(object({ name: text(40), value: text(140) }, ['name', 'value']))),
    default_payment_method: text(),
    footer: text(),
    rendering_options: orEmpty(object({
      amount_tax_display: oneOf('', 'exclude_tax', 'include_inclusive_tax'), template: text(),
    })),
  }),
  metadata: orEmpty({ type: 'object', additionalProperties: { type: 'string' } }),
  name: text(256),
  next_invoice_sequence: integer,
  phone: text(20),
  preferred_locales: list(text()),
  shipping: orEmpty(object({ address, name: text(), phone: text() }, ['address', 'name'])),
  source: text(),
  tax: object({
    ip_address: text(), validate_location: oneOf('auto', 'deferred', 'immediately'),
  }),
  tax_exempt: oneOf('', 'exempt', 'none', 'reverse'),
  validate: { type: 'boolean' },
};

export const schemas = {
  create: object({
    ...shared,
    payment_method: text(),
    tax_id_data: list(object({ type: text(), value: text() }, ['type', 'value'])),
    test_clock: text(),
  }),
  update: object({ ...shared, default_source: text(500) }),
  retrieve: object({ expand: list(text()) }),
  list: object({
    created: {
      anyOf: [object({ gt: integer, gte: integer, lt: integer, lte: integer }), integer],
    },
    email: text(512),
    ending_before: text(),
    expand: list(text()),
    limit: { type: 'integer', minimum: 1, maximum: 100 },
    starting_after: text(),
    test_clock: text(),
  }),
};

const ajv = new Ajv({ coerceTypes: true, strict: false });
const validators = Object.fromEntries(
  Object.entries(schemas).map(([operation, schema]) => [operation, ajv.compile(schema)]),
);

// {param, code, message} of the first fault, or nothing. Numbers and booleans, which a form has as
// text, are put into `parameters` as what they are.
export function faultOf(operation, parameters) {
  const validate = validators[operation];
  if (validate(parameters)) return undefined;
  const { instancePath, keyword, params, message } = validate.errors[0];
  const [first = '', ...rest] = instancePath.split('/').slice(1);
  const at = [first, ...rest.map((key) => `[${key}]`)].join('');
  if (keyword === 'additionalProperties') {
    const name = params.additionalProperty;
    const param = at ? `${at}[${name}]` : name;
    return { param, code: 'parameter_unknown', message: `Received unknown parameter: ${param}` };
  }
  return { param: at, code: 'parameter_invalid', message: `Invalid ${at}: it ${message}` };
}
