// Whether a token request comes from the registered client (RFC 6749, section 2.3.1).
import { createHash, timingSafeEqual } from 'node:crypto';

const sha256 = (text) => createHash('sha256').update(text).digest();
const isSame = (a, b) => timingSafeEqual(sha256(a ?? ''), sha256(b ?? ''));
const formDecode = (text) => decodeURIComponent(text.replaceAll('+', ' '));

// client: {clientId, clientSecret, authMethods}. form: the request's URLSearchParams.
export function isClient({ clientId, clientSecret, authMethods }, authorization, form) {
  const isBasic = authorization?.startsWith('Basic ') ?? false;
  if (!authMethods.includes(isBasic ? 'client_secret_basic' : 'client_secret_post')) return false;
  const [id, secret] = isBasic
    ? Buffer.from(authorization.slice(6), 'base64').toString('utf8').split(':').map(formDecode)
    : [form.get('client_id'), form.get('client_secret')];
  return isSame(id, clientId) && isSame(secret, clientSecret);
}
