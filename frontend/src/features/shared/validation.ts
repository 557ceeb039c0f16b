import { texts } from '@/brand/texts';

/**
 * The server's rules, checked here too so that an answer comes at once. What is counted is
 * characters, as the server does, not UTF-16 units.
 */
export const LIMITS = { name: 200, url: 2048, email: 320, title: 200, text: 4000 };

type Rule = (value: string | undefined) => true | string;

export function required(limit: number): Rule {
  return (value = '') => {
    if (value.trim() === '') return texts.validation.required;
    return atMost(limit)(value);
  };
}

export function atMost(limit: number): Rule {
  return (value = '') => [...value].length <= limit || texts.validation.tooLong(limit);
}

export const optionalUrl: Rule = (value = '') => {
  if (value.trim() === '') return true;
  if (!URL.canParse(value.trim()) || !/^https?:\/\//i.test(value.trim())) {
    return texts.validation.url;
  }
  return atMost(LIMITS.url)(value);
};

export const optionalEmail: Rule = (value = '') => {
  if (value.trim() === '') return true;
  if (!/^[^\s@]+@[^\s@]+$/.test(value.trim())) return texts.validation.email;
  return atMost(LIMITS.email)(value);
};

/** An empty field is one that was not filled in: left out of what is sent. */
export function filled(value: string | undefined): string | undefined {
  const trimmed = value?.trim();
  return trimmed === '' ? undefined : trimmed;
}
