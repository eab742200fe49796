import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { answersOf, PASSWORD } from './founder';
import { expect, test } from './test';

async function payAtTheCheckout(page: Page, decision: RegExp) {
  await page.waitForURL('**/transact/**');
  await page.getByRole('button', { name: decision }).first().click();
}

test('a founder signs up, pays, answers, and lands on a dashboard about the own company', async ({ page, founder }) => {
  test.setTimeout(180_000);
  const answers = answersOf('saas_katori');
  await page.goto('/');
  await page.getByRole('link', { name: 'Create an account' }).first().click();
  await page.getByLabel('Your name').fill(answers.sign_up.full_name);
  await page.getByLabel('Email address').fill(founder.email);
  await page.getByRole('textbox', { name: 'Password' }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Create account' }).click();

  await expect(page.getByRole('heading', { name: 'Choose a plan' })).toBeVisible();
  await page.getByRole('radio', { name: /Yearly/ }).check();
  await page.getByRole('link', { name: 'Choose Glide' }).click();
  await expect(page.getByText('₹70,000').first()).toBeVisible();
  await page.getByRole('button', { name: 'Pay with PhonePe' }).click();
  await payAtTheCheckout(page, /^Pay ₹70,000/);

  await expect(page.getByRole('heading', { name: 'The payment is received' })).toBeVisible();
  await page.waitForURL('**/onboarding/session/step/1');
  await page.getByRole('button', { name: 'Begin with step 1' }).click();

  const first = answers.steps['1'] ?? {};
  await page.getByLabel('Company name').fill(String(first.company_name));
  await page.getByLabel('Industry').selectOption(String(first.industry));
  await page.getByLabel('Stage').selectOption(String(first.stage));
  await expect
    .poll(async () => (await founder.stepData(1)).draft)
    .toMatchObject({ company_name: first.company_name, stage: first.stage });

  // The steps between are typed over the API: each has component tests of its own.
  await founder.answer(answers, 22);
  await page.goto('/onboarding');
  await page.waitForURL('**/onboarding/session/step/23');
  await expect(page.getByRole('heading', { name: 'Final synthesis' })).toBeVisible();
  await expect(page.getByText(/ of 1,200 tokens/)).toBeVisible();
  await page.getByRole('checkbox', { name: /approve/ }).check();
  await page.getByRole('button', { name: 'Finalize' }).click();

  await expect(page.getByRole('heading', { name: /systems online/i })).toBeVisible();
  await page
    .getByRole('link', { name: /dashboard/i })
    .or(page.getByRole('button', { name: /dashboard/i }))
    .click();
  await page.waitForURL('**/dashboard');
  await expect(page.getByText('Katori Kitchen Software').first()).toBeVisible();
});

test('somebody who was sent away from a page comes back to it after signing in', async ({ page, founder }) => {
  await founder.signUp();
  await founder.pay();
  await founder.answer(answersOf('services_sahyadri'));
  await founder.finalize();
  await founder.call('POST', '/api/v1/auth/logout');
  await page.goto('/settings/context');
  await page.waitForURL('**/signin?redirect=*');
  await page.getByLabel('Email address').fill(founder.email);
  await page.getByRole('textbox', { name: 'Password' }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL('**/settings/context');
});

test('nothing of the app is shown before its gates are passed', async ({ page, founder }) => {
  await page.goto('/dashboard');
  await page.waitForURL('**/signin?redirect=%2Fdashboard');
  await founder.signUp();
  await page.goto('/dashboard');
  await page.waitForURL('**/onboarding/plans**');
  await founder.pay();
  await page.goto('/dashboard');
  await page.waitForURL('**/onboarding/session/step/1');
  await page.goto('/onboarding/session/step/9');
  await page.waitForURL('**/onboarding/session/step/1');
  await page.goto('/signin');
  await page.waitForURL('**/onboarding/session/step/1');
});

test('components are tried on the steps as they are published', async ({ founder }) => {
  const tried = new URL('../src/test/steps.json', import.meta.url);
  expect(JSON.parse(readFileSync(tried, 'utf8'))).toEqual(await founder.call('GET', '/api/v1/onboarding/steps'));
});
