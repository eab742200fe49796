import { existsSync } from 'node:fs';
import { defineConfig, devices } from '@playwright/test';

const browser =
  process.env.CHROMIUM_BIN ?? ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find((path) => existsSync(path));

/** Journeys against a whole running system: one that is running already (`RAPTOR_STACK` names its stack.json), else one of their own. */
export default defineConfig({
  testDir: './e2e',
  globalSetup: './e2e/system.ts',
  outputDir: './test-results',
  fullyParallel: false,
  // A journey waits more than it works.
  workers: 2,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: process.env.CI ? [['list']] : [['list', { printSteps: false }]],
  use: {
    ...devices['Desktop Chrome'],
    viewport: { width: 1440, height: 900 },
    // Pictures of every moment would take longer than the journeys.
    trace: { mode: 'retain-on-failure', screenshots: false },
    launchOptions: {
      executablePath: browser,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
});
