import type { Page } from '@playwright/test';
import { expect } from './test';

export const PUBLIC = [
  '/',
  '/pricing',
  '/privacy',
  '/terms',
  '/support',
  '/status',
  '/error',
  '/unauthorized',
  '/nowhere',
  '/signin',
  '/signup',
  '/forgot-password',
  '/auth/reset-password?token=unknown',
  '/verify-email?token=unknown',
  '/account/banned',
  '/account/suspended',
  '/account/reactivate',
];

export const PAYING = [
  '/onboarding/plans',
  '/onboarding/payment?plan=glide&cycle=yearly',
  '/onboarding/payment/status',
];

export const WELCOME = '/onboarding/session/step/1';

export const STEPS = Array.from({ length: 23 }, (_, index) => `/onboarding/session/step/${index + 1}`);

export const SHELL = [
  '/dashboard',
  '/foundation',
  '/moves',
  '/campaigns',
  '/analytics',
  '/help',
  '/settings',
  '/settings/workspace',
  '/settings/appearance',
  '/settings/security',
  '/settings/billing',
  '/settings/context',
];

/** A step, past the dialog that welcomes somebody back. */
export async function openStep(page: Page, n: number, title: string): Promise<void> {
  await page.goto(`/onboarding/session/step/${n}`);
  const heading = page.getByRole('heading', { name: title, level: 1 });
  const resume = page.getByRole('button', { name: /^Resume/ });
  await expect(resume.or(heading).first()).toBeVisible();
  if (await resume.isVisible()) await resume.click();
  await expect(heading).toBeVisible();
}

/** The indicator and, a moment later, what screen readers hear say so. */
export async function expectSaved(page: Page): Promise<void> {
  await expect(page.getByText(/^Saved /).first()).toBeVisible();
}

/** A page as somebody comes to see it: nothing of it is on its way any more. */
export async function open(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await expect(page.locator('h1')).toBeVisible();
  // What was painted first looks the same, and is replaced by the app's own.
  await page.waitForFunction(() =>
    Object.keys(document.querySelector('h1') ?? {}).some((key) => key.startsWith('__reactFiber')),
  );
  await expect(page.getByRole('status').filter({ hasText: /^(Loading|Verifying|Building)/ })).toHaveCount(0);
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
}
