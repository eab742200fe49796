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
            // With the design's own styles: the first sheet of a page sets the order of the cascade's layers.
            {
              name: 'ui',
              test: /src\/(?:design|api|components\/ui)\/|src\/(?:hooks\/use-(?:form|last|single)|components\/auth\/SignInAgain)/,
              priority: 1,
            },
            // What every page behind the sign-in shows of the context.
            {
              name: 'bcm',
              test: /src\/(?:components\/bcm\/(?:BCM(?:ExportButton|Gate|Indicator)|FreshnessMark|MissingContext|RebuildProgress)|hooks\/use(?:Bcm\b|Rebuild|-session-end)|lib\/bcm\/(?:standing|readable))/,
              priority: 1,
            },
            // What the pages behind onboarding and the steps share.
            { name: 'work', test: /src\/lib\/(?:autosave\/log|bcm-client|finalize-key)\b/, priority: 2 },
            // What every step asks with.
            {
              name: 'step',
              test: /src\/(?:lib\/(?:autosave\/merge3|steps\/(?:values|defaults|pointers))|features\/onboarding\/(?:fields\/use-|say-context|step-context|use-arrival)|components\/ui\/(?:CheckList|Choices|FieldGroup|GlyphButton|Option|Slider|Tabs|TextList|TextRow))\b/,
              priority: 2,
            },
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
