import { answersOf } from './founder';
import { age, placeOf } from './operator';
import { expect, test } from './test';

test('a context that grows old is amber, then red, can still be read, and is fresh again once it is rebuilt', async ({
  page,
  founder,
}) => {
  const answers = answersOf('saas_katori');
  await founder.signUp();
  await founder.pay();
  await founder.answer(answers);
  await founder.finalize();
  const place = await placeOf(founder);
  const company = page.getByText(answers.client_name).first();
  const state = page.getByRole('link', { name: /^Context:/ });

  await page.goto('/dashboard');
  await expect(state).toHaveAccessibleName(/Fresh/);

  age(place, 8);
  await page.reload();
  await expect(page.getByRole('status').filter({ hasText: 'Your context is stale' })).toBeVisible();
  await expect(state).toHaveAccessibleName(/Stale/);
  await expect(company).toBeVisible();

  age(place, 15);
  await page.reload();
  const red = page.getByRole('alert').filter({ hasText: 'Your context has expired' });
  await expect(red).toBeVisible();
  await expect(state).toHaveAccessibleName(/Expired/);
  await expect(company).toBeVisible();
  await page.goto('/moves');
  await expect(red).toBeVisible();

  await red.getByRole('button', { name: 'Rebuild' }).click();
  const dialog = page.getByRole('dialog', { name: 'Rebuild the context' });
  await dialog.getByRole('checkbox', { name: /^Rebuild even if/ }).check();
  await dialog.getByRole('button', { name: 'Rebuild' }).click();
  await page.getByRole('button', { name: 'Done' }).click();
  await expect(red).toBeHidden();
  await expect(state).toHaveAccessibleName(/Fresh/);
});
