import type { Page } from '@playwright/test';
import { answersOf, type Founder, until } from './founder';
import { expectSaved, openStep } from './pages';
import { expect, test } from './test';

const answers = answersOf('saas_katori');
const deliverable = (page: Page) => page.getByRole('textbox', { name: 'What the customer gets' });
const problem = (page: Page) => page.getByRole('textbox', { name: 'Problem' });
const offline = (page: Page) => page.getByRole('status').filter({ hasText: 'You are offline' });

async function stored(founder: Founder): Promise<unknown> {
  return (await founder.stepData(5)).draft?.core_deliverable;
}

const unsaved = (page: Page) => page.getByText('Offline - kept on this device').first();

/** The browser has what it needs to open the app without network. */
async function ready(page: Page): Promise<void> {
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
}

test.beforeEach(async ({ founder, page, watch }) => {
  // A save that went in although its answer was lost is found out by a refusal (412).
  watch.expected.push(/ERR_INTERNET_DISCONNECTED|412|We could not reach RaptorFlow/);
  await founder.signUp();
  await founder.pay();
  await founder.answer(answers, 4);
  await openStep(page, 5, 'Offer and pricing');
  await ready(page);
});

test('a reload without network opens the step with the words as they were typed, and saves them later', async ({
  page,
  context,
  founder,
}) => {
  await deliverable(page).fill('A live cost sheet');
  await expectSaved(page);
  await context.setOffline(true);
  await deliverable(page).fill('A live cost sheet per dish');
  // Too short to be saved.
  await problem(page).fill('Cost');
  await page.reload();

  await expect(deliverable(page)).toHaveValue('A live cost sheet per dish');
  await expect(problem(page)).toHaveValue('Cost');
  await expect(offline(page)).toBeVisible();
  await expect(unsaved(page)).toBeVisible();
  await deliverable(page).fill('A live cost sheet per dish and outlet');
  await page.reload();
  await expect(deliverable(page)).toHaveValue('A live cost sheet per dish and outlet');
  await expect(offline(page)).toBeVisible();

  await context.setOffline(false);
  await until(async () => (await stored(founder)) === 'A live cost sheet per dish and outlet');
  await expect(offline(page)).toBeHidden();
  await expect(page.getByText('One answer is kept on this device until it is complete').first()).toBeVisible();
});

test('without network one goes on to other steps, and a page that needs it says so', async ({ page, context }) => {
  await context.setOffline(true);
  await page.reload();
  await expect(deliverable(page)).toBeVisible();
  await page.getByRole('link', { name: /^Step 4, / }).click();
  await expect(page.getByRole('heading', { name: 'Truth sheet', level: 1 })).toBeVisible();
  await page.goto('/status');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await context.setOffline(false);
  await openStep(page, 5, 'Offer and pricing');
  await expect(offline(page)).toBeHidden();
});

test('signing out leaves nothing of the account on the device, and the app keeps no answer of the API', async ({
  page,
  context,
  founder,
}) => {
  const kept = () =>
    page.evaluate(async () => {
      const cached: string[] = [];
      for (const name of await caches.keys())
        for (const { url } of await (await caches.open(name)).keys()) cached.push(new URL(url).pathname);
      return { cached, storage: [...Object.keys(localStorage), ...Object.keys(sessionStorage)] };
    });
  await founder.answer(answers, 23, 5);
  await founder.finalize();
  await openStep(page, 5, 'Offer and pricing');
  await problem(page).fill('Cost');
  await expect(page.getByText(/One answer is kept on this device/).first()).toBeVisible();
  const before = await kept();
  expect(before.storage).toContainEqual(expect.stringMatching(/^rf:draft:/));
  expect(before.storage).toContainEqual('rf:copy:onboarding:current');
  expect(before.cached).toContain('/onboarding.html');
  expect(before.cached.filter((path) => path.startsWith('/api/'))).toEqual([]);

  await page.goto('/dashboard');
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.waitForURL('**/signin');
  expect((await kept()).storage.filter((place) => /^rf:(?:draft|copy):/.test(place))).toEqual([]);
  await context.setOffline(true);
  await page.goto('/onboarding/session/step/5');
  await expect(page.getByRole('heading', { name: 'This page did not load' })).toBeVisible();
});
