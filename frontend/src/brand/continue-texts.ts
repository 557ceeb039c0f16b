/** The words of /auth/continue, apart from texts.ts: that page is a few KB in all. */
export const continueTexts = {
  moment: 'One moment…',
  waiting: 'The server cannot be reached just now. Trying again…',
  left: 'The page is on its way. If it was a file, it has been saved: go back, or close this page.',
  circles:
    'This browser does not keep the cookie of this site, so the page cannot be opened. Allow cookies for this site, then open the page again.',
} as const;
