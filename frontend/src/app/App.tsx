import { type QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { useState } from 'react';
import { BrowserRouter, Navigate, Route, Routes, useLocation } from 'react-router';
import { ProtectedRoute } from '@/features/auth/components/ProtectedRoute';
import { AuthProvider } from '@/features/auth/contexts/AuthProvider';
import { LoginPage } from '@/features/auth/pages/LoginPage';
import { OAuthCallbackPage } from '@/features/auth/pages/OAuthCallbackPage';
import { ErrorBoundary } from '@/features/problems/ErrorBoundary';
import { UnknownAddress } from '@/features/problems/UnknownAddress';
import { DASHBOARD } from '@/features/shared/dashboard';
import { type Services, ServicesContext } from '@/features/shared/ServicesContext';
import { ChunkPage } from './ChunkPage';
import type { Callback } from './callback';
import { onboardingChunk, signedInChunk } from './chunks';

interface AppProps {
  services: Services;
  queries: QueryClient;
  callback: Callback;
}

export function App({ services, queries, callback }: AppProps) {
  return (
    <ErrorBoundary>
      <ServicesContext value={services}>
        <QueryClientProvider client={queries}>
          <AuthProvider>
            <BrowserRouter>
              <Pages callback={callback} />
            </BrowserRouter>
          </AuthProvider>
        </QueryClientProvider>
      </ServicesContext>
    </ErrorBoundary>
  );
}

const SIGNED_IN_PAGES = [
  [DASHBOARD, 'OverviewPage'],
  ['/leads', 'LeadsPage'],
  ['/analyses', 'AnalysesPage'],
  ['/analyses/:id', 'AnalysisPage'],
  ['/credits', 'CreditsPage'],
  ['/devices', 'DevicesPage'],
] as const;

function Pages({ callback }: { callback: Callback }) {
  const [opened] = useState(useLocation().pathname);
  return (
    <Routes>
      <Route path="/" element={<Navigate to={DASHBOARD} replace />} />
      <Route path="/login" element={<LoginPage />} />
      <Route path="/auth/callback" element={<OAuthCallbackPage {...callback} />} />
      <Route element={<ProtectedRoute onboarding="open" />}>
        <Route
          path="/onboarding"
          element={<ChunkPage chunk={onboardingChunk} pick={(page) => page.OnboardingPage} />}
        />
      </Route>
      <Route element={<ProtectedRoute onboarding="completed" />}>
        <Route element={<ChunkPage chunk={signedInChunk} pick={(pages) => pages.AppShell} />}>
          {SIGNED_IN_PAGES.map(([path, name]) => (
            <Route
              key={path}
              path={path}
              element={<ChunkPage chunk={signedInChunk} pick={(pages) => pages[name]} />}
            />
          ))}
        </Route>
      </Route>
      <Route path="*" element={<UnknownAddress opened={opened} />} />
    </Routes>
  );
}
