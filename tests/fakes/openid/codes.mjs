// Codes that hold their grant, so that any process can make one for a provider that runs in another.
import { randomBytes } from 'node:crypto';

// grant: {identity, nonce, codeChallenge, redirectUri}
export function newCode(grant) {
  const id = randomBytes(24).toString('base64url');
  return Buffer.from(JSON.stringify({ ...grant, id })).toString('base64url');
}

// Nothing where the code is made up.
export function grantOf(code) {
  try {
    const { id, ...grant } = JSON.parse(Buffer.from(code, 'base64url').toString());
    return id === undefined ? undefined : grant;
  } catch {
    return undefined;
  }
}
