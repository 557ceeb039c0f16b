// ID tokens, right ones and every kind of wrong one.
import { createHmac, randomUUID } from 'node:crypto';

const base64url = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
const now = () => Math.floor(Date.now() / 1000);

// Each takes the claims of a right token and returns those of a wrong one.
const claimFaults = {
  wrongNonce: (claims) => ({ ...claims, nonce: 'of-another-sign-in' }),
  noNonce: ({ nonce: _, ...claims }) => claims,
  wrongAud: (claims) => ({ ...claims, aud: 'another-client' }),
  moreAud: (claims) => ({ ...claims, aud: [claims.aud, 'another-client'] }),
  wrongIss: (claims) => ({ ...claims, iss: 'https://issuer.invalid' }),
  wrongAzp: (claims) => ({ ...claims, azp: 'another-client' }),
  expired: (claims) => ({ ...claims, iat: now() - 7200, exp: now() - 3600 }),
  futureIat: (claims) => ({ ...claims, iat: now() + 3600, exp: now() + 7200 }),
  unverifiedEmail: (claims) => ({ ...claims, email_verified: false }),
  noEmail: ({ email: _, ...claims }) => claims,
};

// Each makes a token of its own from the claims.
const signatureFaults = {
  hs256: (claims, { keys, clientSecret }) => {
    const text = `${base64url({ alg: 'HS256', typ: 'JWT', kid: keys.kid })}.${base64url(claims)}`;
    return `${text}.${createHmac('sha256', clientSecret).update(text).digest('base64url')}`;
  },
  algNone: (claims, { keys }) => `${base64url({ alg: 'none', kid: keys.kid })}.${base64url(claims)}.`,
  unknownKid: (claims, { keys }) => signed(claims, keys, { kid: randomUUID() }),
  badSignature: (claims, { keys }) => {
    const [header, , signature] = signed(claims, keys).split('.');
    return `${header}.${base64url({ ...claims, sub: 'somebody-else' })}.${signature}`;
  },
  trailingJunk: (claims, { keys }) => `${signed(claims, keys)}!junk`,
};

export const tokenFaults = [...Object.keys(claimFaults), ...Object.keys(signatureFaults)];

function signed(claims, keys, header = {}) {
  const text = `${base64url({ alg: 'RS256', typ: 'JWT', kid: keys.kid, ...header })}.${base64url(claims)}`;
  return `${text}.${keys.sign(text)}`;
}

export function idClaims({ issuer, clientId, nonce, identity }) {
  const claims = { iss: issuer, aud: clientId, azp: clientId, iat: now(), exp: now() + 3600 };
  return { ...claims, ...(nonce !== undefined && { nonce }), ...identity };
}

// claims: of a right token. faults: names out of tokenFaults. context: {keys, clientSecret}.
export function makeIdToken({ claims, faults, context }) {
  for (const fault of faults) claims = claimFaults[fault]?.(claims) ?? claims;
  const wrongSignature = faults.find((fault) => fault in signatureFaults);
  return wrongSignature
    ? signatureFaults[wrongSignature](claims, context)
    : signed(claims, context.keys);
}
