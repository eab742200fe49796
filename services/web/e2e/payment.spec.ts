import type { Page } from '@playwright/test';
import { decide, type Founder } from './founder';
import { expect, test } from './test';

/** Up to the provider's page; tells the order. */
async function toTheCheckout(page: Page, founder: Founder): Promise<string> {
  await founder.signUp();
  await page.goto('/onboarding/payment?plan=ascent&cycle=monthly');
  await page.getByRole('button', { name: 'Pay with PhonePe' }).click();
  await page.waitForURL('**/transact/**');
  return page.getByText(/^ORD/).innerText();
}

test('a payment that failed charges nothing, says so, and can be tried again', async ({ page, founder }) => {
  await toTheCheckout(page, founder);
  await page.getByRole('button', { name: 'Fail', exact: true }).click();
  await page.waitForURL(/plans\?paymentStatus=failed/);
  await expect(page.getByRole('alert')).toBeVisible();
  await page.getByRole('link', { name: 'Choose Ascent' }).click();
  await page.getByRole('button', { name: 'Pay with PhonePe' }).click();
  await page.waitForURL('**/transact/**');
  await page.getByRole('button', { name: /^Pay ₹5,000/ }).click();
  await page.waitForURL('**/onboarding/session/step/1');
});

test('a payment that was cancelled at the provider leads back to the plans', async ({ page, founder }) => {
  await toTheCheckout(page, founder);
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.waitForURL(/plans\?paymentStatus=cancelled/);
  await expect(page.getByRole('alert')).toBeVisible();
});

test('a payment that stays pending is shown as pending until the provider decides', async ({ page, founder }) => {
  const order = await toTheCheckout(page, founder);
  await page.getByRole('button', { name: 'Stay pending' }).click();
  await page.waitForURL('**/onboarding/payment/status**');
  await expect(page.getByRole('heading', { name: /confirm|waiting|pending/i })).toBeVisible();
  await decide(page.context(), order, 'pay');
  await page.waitForURL('**/onboarding/session/step/1');
});

test('a tab that was closed at the checkout loses nothing', async ({ page, context, founder }) => {
  const order = await toTheCheckout(page, founder);
  await page.close();
  await decide(context, order, 'pay');
  const back = await context.newPage();
  await back.goto('/onboarding');
  await back.waitForURL(/session\/step\/1|plans/);
  if (back.url().includes('plans')) {
    await back.goto(`/onboarding/payment/status?merchantOrderId=${order}`);
    await back.waitForURL('**/onboarding/session/step/1');
  }
});
