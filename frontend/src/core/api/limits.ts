// Made from docs/openapi.yaml by `npm run types`; never edited.

/** How many characters (code points, not UTF-16 units) a text may have, by schema and field. */
export const LIMITS = {
  CompleteSignup: {
    code: 8192,
    codeVerifier: 128,
    redirectUri: 2048,
    nonce: 256,
  },
  User: {
    email: 320,
    full_name: 200,
    avatar_url: 2048,
  },
  Account: {
    name: 400,
  },
  BusinessStep: {
    business_name: 200,
    website: 2048,
  },
  AudienceStep: {
    target_audience: 4000,
  },
  GoalsStep: {
    analysis_goals: 4000,
  },
  Profile: {
    business_name: 200,
    website: 2048,
    target_audience: 4000,
    analysis_goals: 4000,
    business_one_liner: 300,
  },
  NewLead: {
    name: 200,
    email: 320,
    website: 2048,
    notes: 4000,
  },
  NewAnalysis: {
    title: 200,
  },
};

/** The same for the text that a list is searched for. */
export const SEARCH_LIMIT = 200;
