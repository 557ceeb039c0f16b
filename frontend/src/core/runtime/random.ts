/** Cryptographic randomness as URL-safe text. */
export interface Random {
  /** `bytes` random bytes as base64url without padding. */
  token(bytes: number): string;
  /** A number in [0, 1), for jitter only. */
  fraction(): number;
}

export const systemRandom: Random = {
  token: (bytes) => base64url(crypto.getRandomValues(new Uint8Array(bytes))),
  fraction: () => Math.random(),
};

export function base64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}
