import { expect, test } from './test';

test.use({ serviceWorkers: 'block' });

test('a page that is not running yet shows nothing for guests to who is signed in', async ({
  page,
  founder,
  watch,
}) => {
  watch.expected.push(/ERR_FAILED/);
  const door = page.getByRole('link', { name: 'Sign in', exact: true });
  const form = page.getByRole('heading', { name: 'Sign in' });
  const asBuilt = async () => {
    await page.goto('/');
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  };
  await page.route('**/assets/*.js', (route) => route.abort());
  await asBuilt();
  await expect(door).toBeVisible();
  await page.goto('/signin');
  await expect(form).toBeVisible();

  await page.unroute('**/assets/*.js');
  await founder.signUp();
  await page.goto('/onboarding/plans');
  await expect(page.getByRole('heading', { name: 'Choose a plan' })).toBeVisible();
  await page.route('**/assets/*.js', (route) => route.abort());
  await asBuilt();
  await expect(door).toBeHidden();
  await page.goto('/signin');
  await expect(page.locator('html[data-signed-in]')).toBeAttached();
  await expect(form).toBeHidden();
});
