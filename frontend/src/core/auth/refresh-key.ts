/**
 * The `Idempotency-Key` that every tab and every retry sends to refresh one token. It is made when
 * the token is received and stored beside it, as `lk1.<epoch>.<fingerprint>.<random>`:
 *
 * - `epoch` is the logout epoch in which the session began. A logout starts a new epoch, so that
 *   whatever an older refresh still writes afterwards is void in every tab.
 * - `fingerprint` is of the token. localStorage is written key by key, and another tab can read
 *   between two writes; a key that doesn't fit its token shows such a torn read. Sending another
 *   token's key would look like theft to the server.
 *
 * A key in another form, from another program, is taken as it is.
 */
import type { Random } from '../runtime/random';

const OWN = /^lk1\.(\d{1,15})\.([0-9a-f]{8})\.[\w-]+$/;
/** What the server takes: 16 to 128 visible ASCII characters. */
const USABLE = /^[!-~]{16,128}$/;

export function makeRefreshKey(epoch: number, refreshToken: string | null, random: Random): string {
  return `lk1.${epoch}.${fingerprint(refreshToken ?? '')}.${random.token(18)}`;
}

export function isUsableKey(key: string | null): key is string {
  return key !== null && USABLE.test(key);
}

export function keyFitsToken(key: string, refreshToken: string | null): boolean {
  const parts = OWN.exec(key);
  return parts === null || parts[2] === fingerprint(refreshToken ?? '');
}

/** Null for a key that this core didn't make. */
export function epochOfKey(key: string): number | null {
  const parts = OWN.exec(key);
  return parts === null ? null : Number(parts[1]);
}

/** FNV-1a, 32 bits: enough to notice a mismatch, too little to tell anything about the token. */
function fingerprint(text: string): string {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  }
  return (hash >>> 0).toString(16).padStart(8, '0');
}
