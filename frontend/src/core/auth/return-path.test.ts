import { describe, expect, it } from 'vitest';
import { safeReturnPath } from './return-path';

const ORIGIN = 'https://app.example';

describe('the way back after signing in', () => {
  it.each(['/', '/devices', '/leads?limit=5&cursor=a%2Fb#last', '/a/../devices'])(
    'keeps a path of the application: %s',
    (path) => {
      const kept = safeReturnPath(path, ORIGIN);

      expect(kept).toBe(path.replace('/a/..', ''));
    },
  );

  it.each([
    null,
    undefined,
    '',
    'devices',
    'https://evil.example/',
    '//evil.example',
    '///evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '/\t/evil.example',
    '/\n/evil.example',
    ' //evil.example',
    '\u0000//evil.example',
    '/.//evil.example',
    '/x/..//evil.example',
    'javascript:alert(1)',
    'data:text/html,x',
    '@evil.example',
    '/login',
    '/login?returnTo=/login',
    '/auth/callback?code=x',
    '/auth/continue',
    '/auth/continue?to=%2Fauth%2Fcontinue',
    '/a/../auth/continue#x',
    '/app/\r\nSet-Cookie: a=b',
  ])('is the start page for %j', (path) => {
    expect(safeReturnPath(path, ORIGIN)).toBe('/');
  });

  it('never leaves the origin, whatever the address', () => {
    for (const path of ['/%2f%2fevil.example', '/%5cevil.example', '/@evil.example', '/:80']) {
      const target = new URL(safeReturnPath(path, ORIGIN), ORIGIN);

      expect(target.origin).toBe(ORIGIN);
    }
  });
});
