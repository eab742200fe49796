import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { answersOf } from './founder';
import { open, PAYING, PUBLIC, SHELL, STEPS, WELCOME } from './pages';
import { expect, test } from './test';

const FOLDER = fileURLToPath(new URL('../screenshots', import.meta.url));
const WIDTHS = [1440, 390];

test.use({ reducedMotion: 'reduce' });

async function picture(page: Page, name: string): Promise<void> {
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 });
    await page.screenshot({ path: `${FOLDER}/${width}/${name}.png`, fullPage: true });
  }
}

/** A path as a file's name. */
function nameOf(path: string): string {
  const [route = ''] = path.split('?');
  return route.slice(1).replaceAll('/', '-') || 'landing';
}

async function pictures(page: Page, paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    await open(page, path);
    await picture(page, nameOf(path));
  }
}

test('every page is drawn wide and narrow', async ({ page, founder, watch }) => {
  test.setTimeout(600_000);
  // Who is not signed in is told so, and the links of these mails are of no use.
  watch.expected.push(/400|401|404|410|422/);
  await pictures(page, PUBLIC);
  await founder.signUp();
  await pictures(page, PAYING);
  await founder.pay();
  await open(page, WELCOME);
  await picture(page, 'onboarding-welcome');
  await founder.answer(answersOf('saas_katori'));
  await page.goto(WELCOME);
  await expect(page.getByRole('dialog', { name: 'Welcome back' })).toBeVisible();
  await picture(page, 'onboarding-welcome-back');
  await page.getByRole('button', { name: 'Resume' }).click();
  await pictures(page, STEPS);
  await founder.finalize();
  await pictures(page, SHELL);
});
