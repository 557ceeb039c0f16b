import { callback, firstChunk, firstSession, services } from './boot';

import '@/brand/brand.css';
import '@/ui/tokens.css';
import '@/ui/base.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { sleep, systemClock } from '@/core/runtime/clock';
import { sessionQuery } from '@/features/auth/contexts/session-query';
import { surviveTranslation } from '@/ui/survive-translation';
import { applyTheme, storedTheme } from '@/ui/theme';
import { App } from './App';
import { forgetOthersData } from './forget-others-data';
import { makeQueryClient } from './query-client';
import { reloadForNewVersion } from './reload-for-new-version';
import { retryWhenOnline } from './retry-when-online';

/** Longer than a page's code takes from a cache or a good line; then something has to be shown. */
const LONGEST_BLANK_MS = 300;

applyTheme(storedTheme());
surviveTranslation();
reloadForNewVersion();

const queries = makeQueryClient();
forgetOthersData(services.auth, queries);
if (firstSession !== null) {
  void queries.prefetchQuery(sessionQuery(services.api, firstSession));
}

retryWhenOnline(services.auth, queries);

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');
const reactRoot = createRoot(root);
const render = () =>
  reactRoot.render(
    <StrictMode>
      <App services={services} queries={queries} callback={callback} />
    </StrictMode>,
  );

if (firstChunk === null) render();
else void Promise.race([firstChunk, sleep(systemClock, LONGEST_BLANK_MS)]).then(render, render);
