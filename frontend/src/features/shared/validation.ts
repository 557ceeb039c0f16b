import { texts } from '@/brand/texts';

/*
 * The server's rules, checked here too so that an answer comes at once. What is counted is
 * characters, as the server does, not UTF-16 units.
 */

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

export function optionalWebsite(limit: number): Rule {
  return (value) => {
    const website = websiteOf(value);
    if (website === undefined) return true;
    if (!URL.canParse(website) || !/^https?:\/\//i.test(website)) return texts.validation.website;
    return atMost(limit)(website);
  };
}

export function optionalEmail(limit: number): Rule {
  return (value = '') => {
    if (value.trim() === '') return true;
    if (!/^[^\s@]+@[^\s@]+$/.test(value.trim())) return texts.validation.email;
    return atMost(limit)(value);
  };
}

/** An empty field is one that was not filled in: left out of what is sent. */
export function filled(value: string | undefined): string | undefined {
  const trimmed = value?.trim();
  return trimmed === '' ? undefined : trimmed;
}

/** A host with a dot, then perhaps a port, then perhaps a path: example.com:8080/shop. */
const WITHOUT_SCHEME = /^[^\s/?#@:]+\.[^\s/?#@:]+(:\d+)?([/?#]|$)/;

/** The address that somebody means who writes example.com: the server takes whole URLs only. */
export function websiteOf(value: string | undefined): string | undefined {
  const typed = filled(value);
  return typed !== undefined && WITHOUT_SCHEME.test(typed) ? `https://${typed}` : typed;
}
