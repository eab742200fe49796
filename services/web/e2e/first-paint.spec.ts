import { answersOf } from './founder';
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

test('what a page begins with is asked for once, while the app is on its way', async ({ page, founder, context }) => {
  const devtools = await context.newCDPSession(page);
  await devtools.send('Network.enable');
  // A line on which the app takes half a second.
  const line = { offline: false, latency: 50, downloadThroughput: 200_000, uploadThroughput: 200_000 };
  const opens = async (path: string, heading: RegExp | string, first: string[]) => {
    await devtools.send('Network.clearBrowserCache');
    await devtools.send('Network.emulateNetworkConditions', line);
    await page.goto(path);
    await expect(page.getByRole('heading', { name: heading }).first()).toBeVisible();
    await page.waitForLoadState('networkidle');
    const { asked, app } = await page.evaluate(() => {
      const entries = performance.getEntriesByType('resource') as PerformanceResourceTiming[];
      const asked = entries.map(({ name, startTime }) => ({ path: name.split('/api/v1/')[1], startTime }));
      return { asked, app: entries.find(({ name }) => name.includes('/assets/vendor-'))?.responseEnd ?? 0 };
    });
    for (const path of first) {
      const times = asked.filter((one) => one.path === path);
      expect(times, path).toHaveLength(1);
      expect(times[0]?.startTime, path).toBeLessThan(app);
    }
    await devtools.send('Network.emulateNetworkConditions', { ...line, latency: 0, downloadThroughput: -1 });
  };
  const step = ['session', 'onboarding/steps', 'onboarding/current'];
  const company = answersOf('saas_katori');
  await founder.signUp();
  await founder.pay();
  await founder.answer(company, 4);
  await opens('/onboarding/session/step/5', 'Offer and pricing', step);
  await founder.answer(company, 23, 5);
  await founder.finalize();
  await opens('/dashboard', /primary focus/i, ['session', 'context/manifest', 'context/history?limit=6']);
  await opens('/foundation', 'Foundation', ['session', 'context/manifest']);
  await opens('/onboarding/session/step/5', 'Offer and pricing', step);
});
