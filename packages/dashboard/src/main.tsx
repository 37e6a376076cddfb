/** Starts the dashboard in the page. */
import { GauntletProblem } from '@gauntlet/client';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createDashboardRouter } from './router.tsx';
import { startTheme } from './shell/theme.ts';
import './style.css';

const MOST_TRIES = 3;

/** What the server refused it refuses again. */
const retry = (failures: number, error: unknown) =>
  failures < MOST_TRIES && !(error instanceof GauntletProblem && error.status < 500);

const queries = new QueryClient({
  defaultOptions: { queries: { staleTime: 10_000, retry, refetchOnWindowFocus: true } },
});

startTheme();
const place = document.getElementById('root');
if (place === null) throw new Error('The page has no place for the dashboard.');
createRoot(place).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <RouterProvider router={createDashboardRouter(queries)} />
    </QueryClientProvider>
  </StrictMode>,
);
