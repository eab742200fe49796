import type { Page, Response } from '@playwright/test';

/** Calls kept back for what one step of a journey needs. */
const SPARE = 60;
const ONBOARDING = /"onboarding";r=(\d+);t=(\d+)/;

/**
 * A script types faster than any founder and would run into the limit of onboarding calls. The answers tell where one stands
 * (`RateLimit`): before the calls run out, the journey waits for the next window, as the header asks.
 */
export function paced(page: Page): () => Promise<void> {
  let left = Number.POSITIVE_INFINITY;
  let renewedAt = 0;
  page.on('response', (response: Response) => {
    const told = ONBOARDING.exec(response.headers().ratelimit ?? '');
    if (!told) return;
    left = Number(told[1]);
    renewedAt = Date.now() + Number(told[2]) * 1000;
  });
  return async () => {
    if (left >= SPARE) return;
    await page.waitForTimeout(Math.max(0, renewedAt - Date.now()));
    left = Number.POSITIVE_INFINITY;
  };
}
