import { describe, expect, it } from 'vitest';
import { atMost, filled, optionalEmail, optionalWebsite, required, websiteOf } from './validation';

describe('what a person may type', () => {
  it('counts characters as the server does', () => {
    expect(required(3)('😀😀😀')).toBe(true);
    expect(required(3)('😀😀😀😀')).toBe('Please keep this to 3 characters.');
  });

  it('must be something where something is required', () => {
    expect(required(3)('  ')).toBe('Please fill this in.');
    expect(atMost(3)('')).toBe(true);
  });

  it.each(['', 'https://a.example', 'HTTP://a.example/b?c', 'a.example', ' a.example:80/b@c '])(
    'takes %j for a website',
    (url) => {
      expect(optionalWebsite(99)(url)).toBe(true);
    },
  );

  it.each([
    'a',
    'ftp://a.example',
    'javascript:alert(1)',
    'https://',
    'ada@a.example',
    '//a.example',
  ])('doesn’t take %j for a website', (url) => {
    expect(optionalWebsite(99)(url)).not.toBe(true);
  });

  it.each([
    ['example.com', 'https://example.com'],
    [' www.example.com:8080/a?b ', 'https://www.example.com:8080/a?b'],
    ['例え.jp', 'https://例え.jp'],
    ['http://example.com', 'http://example.com'],
    ['localhost:3000', 'localhost:3000'],
    ['javascript:alert(1.5)', 'javascript:alert(1.5)'],
    ['mailto:ada@example.com', 'mailto:ada@example.com'],
    ['  ', undefined],
  ])('takes %j to mean %j', (typed, meant) => {
    expect(websiteOf(typed)).toBe(meant);
  });

  it('counts what is put in front of a website', () => {
    expect(optionalWebsite(19)('example.com')).toBe(true);
    expect(optionalWebsite(18)('example.com')).toBe('Please keep this to 18 characters.');
  });

  it('requires an @ in an e-mail address', () => {
    expect(optionalEmail(320)('')).toBe(true);
    expect(optionalEmail(320)('ada@example.com')).toBe(true);
    expect(optionalEmail(320)('ada')).not.toBe(true);
  });

  it('leaves out what is empty', () => {
    expect(filled('  ')).toBeUndefined();
    expect(filled(' a ')).toBe('a');
  });
});
