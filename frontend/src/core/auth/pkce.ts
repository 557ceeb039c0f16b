import { base64url, type Random } from '../runtime/random';

export interface Pkce {
  verifier: string;
  challenge: string;
}

/** RFC 7636, S256: 256 random bits, of which the provider sees only the hash at first. */
export async function makePkce(
  random: Random,
  subtle: Pick<SubtleCrypto, 'digest'>,
): Promise<Pkce> {
  const verifier = random.token(32);
  const digest = await subtle.digest('SHA-256', new TextEncoder().encode(verifier));
  return { verifier, challenge: base64url(new Uint8Array(digest)) };
}
