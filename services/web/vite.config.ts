import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** The gateway of a running stack; its address is in `.raptor/stack.json`. */
const gateway = process.env.RAPTOR_GATEWAY ?? 'http://localhost:3000';

export default defineConfig({
  plugins: [react()],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  css: { transformer: 'lightningcss' },
  // The gateway takes unsafe calls from its own origin only.
  server: { proxy: { '/api': { target: gateway, headers: { origin: gateway } } } },
  build: {
    target: ['chrome123', 'firefox121', 'safari17.5'],
    cssMinify: 'lightningcss',
    assetsInlineLimit: 0,
    manifest: true,
    rolldownOptions: {
      output: {
        // Few files rather than the least bytes: on a slow line every further one waits for its turn.
        codeSplitting: {
          includeDependenciesRecursively: false,
          groups: [
            { name: 'vendor', test: /node_modules/, priority: 2 },
            // What only steps, settings and dialogs ask with: no part of a first visit.
            {
              name: 'controls',
              test: /src\/components\/ui\/(?:CheckList|Choices|FieldGroup|GlyphButton|Option|Slider|Tabs|TextList|TextRow)\b/,
              priority: 2,
            },
            // With the design's own styles: the first sheet of a page sets the order of the cascade's layers.
            { name: 'ui', test: /src\/(?:design|api|components\/ui)\//, priority: 1 },
            {
              name: 'account',
              test: /src\/(?:components\/drawing\/|features\/account\/(?:AccountFrame|EmailField|[a-z-]+\.ts))/,
              priority: 1,
            },
          ],
        },
      },
    },
  },
});
