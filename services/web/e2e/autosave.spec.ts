import type { Page } from '@playwright/test';
import { answersOf, until } from './founder';
import { expectSaved, openStep } from './pages';
import { expect, test } from './test';

test.beforeEach(async ({ founder, page }) => {
  await founder.signUp();
  await founder.pay();
  await founder.answer(answersOf('saas_katori'), 4);
  await openStep(page, 5, 'Offer and pricing');
});

function deliverable(page: Page) {
  return page.getByRole('textbox', { name: 'What the customer gets' });
}

test('words typed during thirty seconds without network are saved when it is back', async ({
  page,
  context,
  founder,
  watch,
}) => {
  test.setTimeout(120_000);
  watch.expected.push(/ERR_INTERNET_DISCONNECTED|when fetching the script/);
  const field = deliverable(page);
  await field.fill('A live cost sheet');
  await expectSaved(page);
  await context.setOffline(true);
  await field.pressSequentially(' per dish and outlet', { delay: 1500 });
  await context.setOffline(false);
  await until(async () => {
    const { draft } = await founder.stepData(5);
    return draft?.core_deliverable === 'A live cost sheet per dish and outlet';
  });
  await expectSaved(page);
});

test('words that could not be saved yet survive a reload', async ({ page, founder, watch }) => {
  watch.expected.push(/ERR_INTERNET_DISCONNECTED|ERR_FAILED/);
  const field = deliverable(page);
  await page.route('**/steps/5', (route) => (route.request().method() === 'PUT' ? route.abort() : route.fallback()));
  await field.fill('Kept on this device');
  await expect(page.getByText('Offline - kept on this device').first()).toBeVisible();
  await page.unroute('**/steps/5');
  await page.reload();
  await expect(deliverable(page)).toHaveValue('Kept on this device');
  await until(async () => (await founder.stepData(5)).draft?.core_deliverable === 'Kept on this device');
});

test('two tabs on one step merge what they can and ask about the rest', async ({ page, context, founder, watch }) => {
  watch.expected.push(/412/);
  const other = await context.newPage();
  await openStep(other, 5, 'Offer and pricing');

  await deliverable(page).fill('From the first tab');
  await expectSaved(page);
  await other.getByRole('textbox', { name: 'Problem' }).fill('From the second tab');
  await until(async () => {
    const { draft } = await founder.stepData(5);
    return draft?.core_deliverable === 'From the first tab' && draft?.problem_statement === 'From the second tab';
  });

  await deliverable(page).fill('First tab again');
  await until(async () => (await founder.stepData(5)).draft?.core_deliverable === 'First tab again');
  await deliverable(other).fill('Second tab again');
  await expect(other.getByRole('button', { name: /keep mine/i })).toBeVisible();
  await other.getByRole('button', { name: /keep mine/i }).click();
  await until(async () => (await founder.stepData(5)).draft?.core_deliverable === 'Second tab again');
});

test('an access token that ran out in mid-form is renewed unseen', async ({ page, context, founder, watch }) => {
  watch.expected.push(/401/);
  await context.clearCookies({ name: '__Host-rf_at' });
  await deliverable(page).fill('After the token');
  await expectSaved(page);
  await until(async () => (await founder.stepData(5)).draft?.core_deliverable === 'After the token');
});
