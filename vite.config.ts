import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { translationInto } from './src/web/texts/translation-plugin.ts';

// The mode is the language the app is built in, where it is one; the sources are English.
export default defineConfig(({ mode }) => ({
  root: 'src/web',
  publicDir: 'public',
  plugins: [translationInto(mode), react()],
  // The server puts a fresh nonce in place of this word on every page (src/http/web-files.ts).
  html: { cspNonce: '__NONCE__' },
  build: {
    outDir: '../../dist/web',
    emptyOutDir: true,
    target: 'es2023',
    // A file inlined as a data: address would need a looser content security policy.
    assetsInlineLimit: 0,
    // Charts are loaded only with the page that shows one, and are known to be large.
    chunkSizeWarningLimit: 700,
  },
  // For work on the pages: `npx vite` beside a running `npm start`.
  server: { proxy: { '/api': 'http://localhost:8080' } },
}));
