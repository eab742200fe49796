import { answersOf } from './founder';
import { expectSameWayBack } from './keys';
import { open } from './pages';
import { expect, test } from './test';

/** One of every kind of page. */
const PUBLIC = ['/', '/pricing', '/signin'];
const PAYING = ['/onboarding/plans', '/onboarding/payment?plan=glide&cycle=yearly'];
/** A form, and drawings that are moved about in. */
const STEPS = [5, 11, 15];
const SHELL = ['/dashboard', '/foundation', '/settings', '/settings/context'];

// Hundreds of keys are pressed: a trace of each would take longer than they do.
test.use({ reducedMotion: 'reduce', viewport: { width: 1280, height: 720 }, trace: 'off' });

test('Shift+Tab leads back the way that Tab came, and the focus is never out of sight', async ({ page, founder }) => {
  test.setTimeout(180_000);
  const examine = (path: string) =>
    test.step(path, async () => {
      await open(page, path);
      await expectSameWayBack(page);
    });
  for (const path of PUBLIC) await examine(path);
  await founder.signUp();
  for (const path of PAYING) await examine(path);
  await founder.pay();
  await founder.answer(answersOf('saas_katori'));
  await page.goto('/onboarding');
  await page.getByRole('button', { name: 'Resume' }).click();
  for (const n of STEPS) await examine(`/onboarding/session/step/${n}`);
  await test.step('a wrong answer that takes the focus is not under the head', async () => {
    await open(page, '/onboarding/session/step/5');
    const answer = page.getByLabel('What the customer gets');
    const words = await answer.inputValue();
    await answer.fill('');
    await answer.evaluate((field) => {
      field.blur();
      scrollBy(0, field.getBoundingClientRect().top);
    });
    await page.getByRole('button', { name: 'Complete and continue' }).dispatchEvent('click');
    await expect(answer).toBeFocused();
    const head = await page.getByRole('banner').boundingBox();
    const field = await answer.boundingBox();
    expect(field?.y).toBeGreaterThan((head?.y ?? 0) + (head?.height ?? 0));
    await answer.fill(words);
  });
  await founder.finalize();
  for (const path of SHELL) await examine(path);
});
