import type { Locator } from '@playwright/test';
import { asTyped, namesOf, placed } from './compared';
import { publishedSteps } from './fields';
import { answersOf, type Data, type Founder } from './founder';
import { paced } from './pace';
import { expect, test } from './test';
import { answerStep } from './views';

const LAST = 23;

test.use({ actionTimeout: 10_000, navigationTimeout: 20_000 });

/** What the server has of every step. */
async function submitted(founder: Founder): Promise<Record<string, Data | null>> {
  const { steps } = await founder.call('GET', '/api/v1/onboarding/current');
  return Object.fromEntries(
    (steps as { n: number; submitted: Data | null }[]).map(({ n, submitted }) => [String(n), submitted]),
  );
}

/** What stands in the fields of a step, in their order. */
function answersIn(sheet: Locator): Promise<string[]> {
  return sheet.evaluate((element) => {
    const fields = element.querySelectorAll<HTMLInputElement>('input, select, textarea');
    return [...fields].flatMap((field) => {
      if (field.type === 'checkbox' || field.type === 'radio') return field.checked ? [`${field.value} chosen`] : [];
      return field.value ? [field.value] : [];
    });
  });
}

test('all 23 steps are typed, reloaded, completed and finalized in the browser', async ({ page, founder }) => {
  test.setTimeout(600_000);
  const answers = answersOf('services_sahyadri');
  await founder.signUp(answers.sign_up.full_name);
  await founder.pay(answers.plan, answers.billing_cycle);
  const published = await publishedSteps(founder);
  const names = namesOf(answers.steps);
  const pace = paced(page);
  await page.goto('/onboarding');
  await page.getByRole('button', { name: 'Begin with step 1' }).click();

  for (const step of published) {
    await test.step(`step ${step.number}, ${step.title}`, async () => {
      await page.waitForURL(`**/onboarding/session/step/${step.number}`);
      await pace();
      const sheet = page.getByRole('region', { name: step.title, exact: true });
      const data = answers.steps[step.number];
      await expect(sheet).toBeVisible();
      if (!data) {
        await page.reload();
        await page.getByRole('button', { name: 'Skip this step' }).click();
        return;
      }
      await answerStep({ page, sheet, step, names }, data);
      const answered = await answersIn(sheet);
      await page.reload();
      // The server may have filled in more.
      await expect.poll(() => answersIn(sheet)).toEqual(expect.arrayContaining(answered));
      await page.getByRole('button', { name: step.number < LAST ? 'Complete and continue' : 'Finalize' }).click();
    });
  }

  await expect(page.getByRole('heading', { name: 'Systems online' })).toBeVisible();
  await page.getByRole('link', { name: 'Go to the dashboard' }).click();
  await page.waitForURL('**/dashboard');
  await expect(page.getByText(answers.client_name).first()).toBeVisible();

  const all = await submitted(founder);
  // The path of step 9 adds what it decides.
  const board = all[15] as { items: Data[] };
  board.items = board.items.filter((item) => item.forced_decision === undefined);
  const stored = placed(all);
  const typed = placed(asTyped(answers.steps, published));
  // A fact that is written down by hand counts as edited.
  for (const fact of (typed[2]?.facts ?? []) as Data[]) fact.status = 'edited';
  for (const [n, data] of Object.entries(typed)) expect(stored[n], `step ${n}`).toMatchObject(data ?? {});
});
