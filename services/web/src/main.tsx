// First, because the order of the cascade's layers is that of their first mention.
import './design/tokens.css';
import './design/base.css';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { endEarly } from './api/early';
import { keepCopies } from './app/copies';
import { queries, router } from './app/router';
import { ensureStorage } from './lib/storage';

/** What the page came with stands until the app has something to put in its place. */
async function start(root: HTMLElement) {
  ensureStorage();
  keepCopies(queries);
  await router.load();
  endEarly();
  document.documentElement.dataset.drawn = '';
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={queries}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </StrictMode>,
  );
}

const root = document.getElementById('root');
if (root) void start(root);
