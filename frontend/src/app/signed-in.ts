/** The pages of the signed in as one chunk: small enough that one request is faster than many. */
import { AnalysesPage } from '@/features/analyses/pages/AnalysesPage';
import { AnalysisPage } from '@/features/analyses/pages/AnalysisPage';
import { CreditsPage } from '@/features/credits/pages/CreditsPage';
import { DevicesPage } from '@/features/devices/pages/DevicesPage';
import { LeadsPage } from '@/features/leads/pages/LeadsPage';
import { OverviewPage } from '@/features/overview/pages/OverviewPage';
import { AppShell } from '@/features/shell/AppShell';

export const signedInPages = {
  AppShell,
  OverviewPage,
  LeadsPage,
  AnalysesPage,
  AnalysisPage,
  CreditsPage,
  DevicesPage,
};
