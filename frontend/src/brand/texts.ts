import { brand } from './brand';

/**
 * Every text of the user interface but the server's own sentences. Grouped by where it appears;
 * to translate the application, translate this file.
 */
export const texts = {
  common: {
    loading: 'Loading…',
    tryAgain: 'Try again',
    cancel: 'Cancel',
    close: 'Close',
    back: 'Back',
    loadMore: 'Show more',
    showAll: 'Show all',
    showLess: 'Show less',
    clear: 'Clear',
    nothingFound: 'Nothing found',
    optional: 'optional',
    viewAll: 'View all',
    requestId: 'Request ID',
    skipToContent: 'Skip to content',
    goHome: 'Go to the start page',
  },

  errors: {
    unknown: 'Something went wrong. Please try again.',
    network: 'We can’t reach the server. Check your connection and try again.',
    timeout: 'The server is taking too long to answer. Please try again.',
    refresh_deferred: 'We can’t reach the server right now. You’re still signed in.',
    session_ended: 'You’ve been signed out.',
    rate_limited: 'That was a bit fast. Please wait a moment and try again.',
    unavailable: 'The service is briefly unavailable. Please try again in a moment.',
    insufficient_credits: 'You have no credits left for another analysis.',
    identity_provider_unavailable: 'The sign-in provider isn’t answering. Please try again.',
    oauth_code_rejected: 'The sign-in has expired or was used already. Please start again.',
    oauth_client_rejected: 'Sign-in isn’t set up correctly on our side. Please tell us.',
    email_not_verified:
      'Your sign-in provider doesn’t say that your e-mail address is verified. Verify it there, or tell us.',
    domain_not_allowed: 'Your organisation’s accounts can’t sign in here. Try another account.',
    sign_in_unknown: 'This sign-in has expired or was started in another tab.',
    sign_in_refused: 'The sign-in was cancelled.',
    sign_in_wrong_issuer: 'The answer didn’t come from the sign-in provider. Please start again.',
    storage_denied:
      'Your browser keeps this site from storing anything. Allow cookies and site data for this site, then reload the page.',
  },

  login: {
    title: 'Sign in',
    heading: `Sign in to ${brand.name}`,
    lead: 'Continue with your work or personal account.',
    withGoogle: 'Continue with Google',
    withProvider: 'Continue with single sign-on',
    opening: 'Opening the sign-in page…',
    firstTime: 'New here? Your account is created when you first sign in.',
    revoked:
      'You’ve been signed out: this session was ended from another device or by a security check.',
    refused:
      'You’ve been signed out: the server no longer accepts this session. Please sign in again.',
    logoutPending:
      'You’re signed out on this device. We’re still trying to tell the server, so keep this page open for a moment.',
  },

  callback: {
    title: 'Signing in',
    heading: 'Signing you in…',
    failedTitle: 'Sign-in failed',
    failedHeading: 'We couldn’t sign you in',
    startAgain: 'Start again',
    backToLogin: 'Back to sign-in',
  },

  onboarding: {
    title: 'Set up your account',
    stepOf: (step: number, total: number) => `Step ${step} of ${total}`,
    progress: 'Setup progress',
    saved: 'saved',
    continue: 'Save and continue',
    finish: 'Finish setup',
    saving: 'Saving…',
    resumed: 'Welcome back. We’ve kept what you saved.',
    leave: 'Every step is saved, so you can leave and come back on any device.',
    business: {
      name: 'Business',
      heading: 'Tell us about your business',
      lead: 'We use this to tailor your analyses.',
      businessName: 'Business name',
      website: 'Website',
      websiteHint: 'For example: example.com',
    },
    audience: {
      name: 'Audience',
      heading: 'Who are you trying to reach?',
      lead: 'Describe your customers the way you would to a new colleague.',
      targetAudience: 'Target audience',
      targetAudienceHint: 'For example: independent cafés in large cities, five to twenty seats.',
    },
    goals: {
      name: 'Goals',
      heading: 'What do you want to find out?',
      lead: 'You can ask for anything later; this is where we start.',
      analysisGoals: 'Goals of your analyses',
      analysisGoalsHint: 'For example: which neighbourhoods are underserved, and at what price.',
    },
  },

  validation: {
    required: 'Please fill this in.',
    tooLong: (limit: number) => `Please keep this to ${limit.toLocaleString('en')} characters.`,
    website: 'Please enter a web address, such as example.com.',
    email: 'Please enter an e-mail address, such as ada@example.com.',
  },

  shell: {
    navigation: 'Main',
    overview: 'Overview',
    leads: 'Leads',
    analyses: 'Analyses',
    credits: 'Credits',
    devices: 'Devices',
    accountMenu: (name: string) => `Account of ${name}`,
    theme: 'Theme',
    themes: { system: 'System', light: 'Light', dark: 'Dark' },
    signOut: 'Sign out',
    updating: 'Reconnecting…',
  },

  overview: {
    title: 'Overview',
    heading: (firstName: string) => `Hello, ${firstName}`,
    creditsLeft: 'Credits left',
    creditsHint: 'An analysis costs one credit.',
    recentLeads: 'Recent leads',
    recentAnalyses: 'Recent analyses',
    recentCredits: 'Recent activity',
  },

  leads: {
    title: 'Leads',
    lead: 'People and companies worth keeping an eye on.',
    add: 'Add lead',
    adding: 'Adding…',
    added: (name: string) => `${name} was added.`,
    empty: 'No leads yet',
    emptyHint: 'Add the first one, and it will show up here.',
    name: 'Name',
    email: 'E-mail',
    website: 'Website',
    notes: 'Notes',
    created: 'Added',
  },

  analyses: {
    title: 'Analyses',
    lead: 'Each analysis costs one credit and starts as soon as it is queued.',
    add: 'New analysis',
    adding: 'Queueing…',
    submit: 'Start for 1 credit',
    added: (name: string) => `“${name}” was queued.`,
    empty: 'No analyses yet',
    emptyHint: 'Start one, and follow it here.',
    name: 'Title',
    forLead: 'About a lead',
    noLead: 'No particular lead; type to search',
    question: 'Question',
    questionHint: 'What should the analysis look into?',
    noCredits: 'You have no credits left.',
    allHeld: 'All your credits are held for work that has not ended yet.',
    status: { queued: 'Queued', running: 'Running', done: 'Done', failed: 'Failed' },
    givenBack: 'Credit given back',
    one: 'Analysis',
    all: 'All analyses',
    progress: 'Progress',
    queuedNow: 'It waits for its turn. This page updates by itself.',
    queuedAgain: 'It will be tried again. This page updates by itself.',
    runningNow: 'It is being worked on. This page updates by itself.',
    doneNow: 'It is done.',
    failedNow: 'It failed, and the credit that it cost is back on your account.',
    failedFree: 'It failed.',
    asked: 'Asked',
    started: 'Started',
    finished: 'Finished',
    result: 'Result',
    failure: 'What went wrong',
  },

  credits: {
    title: 'Credits',
    lead: 'Every credit that came in or went out, newest first.',
    balance: 'Balance',
    available: 'Available',
    held: 'Held',
    heldHint: 'Set aside for work that has not ended yet. Not spent: what is left over comes back.',
    heldBeside: (amount: number) =>
      `${amount.toLocaleString('en')} more held for work that has not ended yet.`,
    types: {
      signup_bonus: 'Welcome credits',
      grant: 'Added',
      analysis: 'Analysis',
      spend: 'Spent',
      refund: 'Given back',
    } as Readonly<Record<string, string>>,
    credits: (amount: number) =>
      amount === 1 ? '1 credit' : `${amount.toLocaleString('en')} credits`,
    balanceAfter: (amount: number) => `Balance ${amount.toLocaleString('en')}`,
    empty: 'Nothing has happened yet',
    emptyHint: 'Credits that come in or go out are listed here.',
  },

  devices: {
    title: 'Devices',
    lead: 'Where you’re signed in. If you don’t recognise a device, sign it out.',
    thisDevice: 'This device',
    signedIn: 'Signed in',
    lastUsed: 'Last active',
    signOut: 'Sign out',
    signOutDevice: (device: string) => `Sign out ${device}`,
    signedOutDevice: (device: string) => `${device} was signed out.`,
    signOutHere: 'Sign out here',
    signOutOthers: 'Sign out other devices',
    signedOutOthers: 'All other devices were signed out.',
    signOutEverywhere: 'Sign out everywhere',
    everywhereQuestion: 'Sign out everywhere?',
    everywhereExplained:
      'This ends your session on every device, including this one. You’ll need to sign in again.',
    unknownDevice: 'Unknown device',
    browserOn: (browser: string, system: string) => `${browser} on ${system}`,
  },

  notFound: {
    title: 'Page not found',
    heading: 'This page doesn’t exist',
    lead: 'The address may be mistyped, or the page has moved.',
  },

  lostChunk:
    'Part of the application could not be loaded. Check your connection; we’ll keep trying until it is here.',

  waiting: {
    tooMany: 'Too many requests.',
    goingOnIn: (seconds: number) => `Going on in ${seconds} s.`,
    tryingIn: (seconds: number) => `Trying again in ${seconds} s.`,
    trying: 'Trying again…',
  },

  failure: {
    title: 'Something went wrong',
    heading: 'Something went wrong',
    lead: 'Reloading the page usually helps.',
    leadWithId: 'Reloading the page usually helps. If it doesn’t, tell us the request ID below.',
    reload: 'Reload the page',
  },

  unreachable: {
    title: 'Reconnecting',
    heading: 'We can’t reach the server',
    lead: 'You’re still signed in. We’ll carry on as soon as the connection is back.',
  },
};
