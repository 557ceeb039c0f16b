/** The first page of the signed in; the start page leads there. */
export const DASHBOARD = '/dashboard';
