import { describe, expect, it } from 'vitest';
import { atMost, filled, optionalEmail, optionalUrl, required } from './validation';

describe('what a person may type', () => {
  it('counts characters as the server does', () => {
    expect(required(3)('😀😀😀')).toBe(true);
    expect(required(3)('😀😀😀😀')).toBe('Please keep this to 3 characters.');
  });

  it('must be something where something is required', () => {
    expect(required(3)('  ')).toBe('Please fill this in.');
    expect(atMost(3)('')).toBe(true);
  });

  it.each(['', 'https://a.example', 'HTTP://a.example/b?c'])('takes %j for a website', (url) => {
    expect(optionalUrl(url)).toBe(true);
  });

  it.each(['a.example', 'ftp://a.example', 'javascript:alert(1)', 'https://'])(
    'doesn’t take %j for a website',
    (url) => {
      expect(optionalUrl(url)).not.toBe(true);
    },
  );

  it('wants an @ in an e-mail address', () => {
    expect(optionalEmail('')).toBe(true);
    expect(optionalEmail('ada@example.com')).toBe(true);
    expect(optionalEmail('ada')).not.toBe(true);
  });

  it('leaves out what is empty', () => {
    expect(filled('  ')).toBeUndefined();
    expect(filled(' a ')).toBe('a');
  });
});
