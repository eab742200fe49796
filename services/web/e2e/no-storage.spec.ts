import { answersOf, until } from './founder';
import { openStep } from './pages';
import { expect, test } from './test';

test('a browser that forbids storage saves all the same, and says once what it cannot do', async ({
  page,
  context,
  founder,
}) => {
  await context.addInitScript(() => {
    for (const name of ['localStorage', 'sessionStorage']) {
      Object.defineProperty(window, name, {
        configurable: true,
        get() {
          throw new DOMException('denied', 'SecurityError');
        },
      });
    }
  });
  await founder.signUp();
  await founder.pay();
  await founder.answer(answersOf('saas_katori'), 4);
  await openStep(page, 5, 'Offer and pricing');
  const notice = page.getByText('This browser lets us keep nothing on this device');
  await expect(notice).toBeVisible();
  await page.getByRole('textbox', { name: 'What the customer gets' }).fill('A live cost sheet');
  await until(async () => (await founder.stepData(5)).draft?.core_deliverable === 'A live cost sheet');
  await page.getByRole('link', { name: /^Step 4, / }).click();
  await expect(page.getByRole('heading', { name: 'Truth sheet', level: 1 })).toBeVisible();
  await expect(notice).toBeHidden();
});
