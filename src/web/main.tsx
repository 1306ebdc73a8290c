import './mantine.css';
import './theme.css';
import './ui/ui.css';
import './parts/parts.css';
import './pages/pages.css';
import './pages/record/record.css';
import './pages/record/people/people.css';
import './pages/record/nouns.css';
import './print.css';
import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { queryClient } from './data.ts';
import { applyContrast } from './parts/contrast.ts';
import { router } from './router.tsx';
import { cssVariables, theme } from './theme.ts';

const root = document.getElementById('root');
if (root === null) throw new Error('Cannot start: the page has no element "root"');

/** The server puts a fresh one on each page; without it the browser refuses style elements. */
const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';

// The scroll lock under Mantine's sheets adds a style element of its own, and looks for the nonce here.
Object.assign(window, { __webpack_nonce__: nonce });

applyContrast();
createRoot(root).render(
  <StrictMode>
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariables}
      defaultColorScheme="auto"
      getStyleNonce={() => nonce}
    >
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
);
