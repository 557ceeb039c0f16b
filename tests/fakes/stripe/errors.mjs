// Answers of Stripe's API that report an error.
export class StripeError extends Error {
  // error: {message, type?, code?, param?}, as the body's `error`.
  constructor(status, error, headers = {}) {
    super(error.message);
    this.status = status;
    this.error = { type: 'invalid_request_error', ...error };
    this.headers = headers;
  }

  get answer() {
    return json(this.status, { error: this.error }, this.headers);
  }
}

export const json = (status, value, headers = {}) => ({
  status,
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify(value, undefined, 2),
});

export const apiError = (status = 500, headers = {}) =>
  new StripeError(status, { type: 'api_error', message: 'An error occurred on our end.' }, headers);
