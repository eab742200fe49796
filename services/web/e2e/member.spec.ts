import { answersOf } from './founder';
import { age, join, placeOf } from './operator';
import { openStep } from './pages';
import { expect, test } from './test';

const answers = answersOf('saas_katori');

test('a member reads everything, and is told who may do the rest', async ({
  page,
  founder: member,
  colleague: owner,
}) => {
  await owner.signUp();
  const place = await placeOf(owner);
  await member.signUp('Bela Shah');
  join(place, await placeOf(member));

  await page.goto('/dashboard');
  await page.waitForURL('**/onboarding/plans**');
  await expect(page.getByText('The owner or an admin pays')).toBeVisible();
  await expect(page.getByRole('link', { name: /^Choose / })).toHaveCount(0);

  await owner.pay();
  await owner.answer(answers, 4);
  await openStep(page, 5, 'Offer and pricing');
  await page.getByRole('textbox', { name: 'What the customer gets' }).fill('Written by a member');
  await expect.poll(async () => (await owner.stepData(5)).draft?.core_deliverable).toBe('Written by a member');

  await owner.answer(answers, 23, 5);
  await owner.finalize();
  age(place, 15);
  await page.goto('/dashboard');
  await expect(page.getByText(answers.client_name).first()).toBeVisible();
  await expect(page.getByText('An owner or an admin of the workspace can rebuild it.')).toBeVisible();
  await expect(page.getByRole('button', { name: /rebuild/i })).toHaveCount(0);
  await page.goto('/foundation');
  await expect(page.getByRole('heading', { name: 'Foundation', level: 1 })).toBeVisible();
  await expect(page.getByRole('link', { name: /^Edit/ })).toHaveCount(0);
  await openStep(page, 5, 'Offer and pricing');
  await expect(page.getByText(/An owner or an admin of the workspace can change these answers/)).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'What the customer gets' })).not.toBeEditable();
});
