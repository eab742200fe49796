import { answersOf } from './founder';
import { stack } from './system';
import { expect, test } from './test';

const MARKUP = '<img src=x onerror="document.title=1"><b>bold</b>';

test('an answer full of markup is a text everywhere: pages, mails and the brief', async ({ page, founder }) => {
  test.setTimeout(120_000);
  const answers = answersOf('services_sahyadri');
  const withMarkup = JSON.parse(JSON.stringify(answers)) as typeof answers;
  const set = (n: string, field: string) => {
    withMarkup.steps[n] = { ...withMarkup.steps[n], [field]: `${MARKUP} ${n}` };
  };
  set('1', 'company_name');
  set('2', 'value_proposition');
  set('20', 'go_to_market');
  await founder.signUp(MARKUP);
  await founder.pay();
  await founder.answer(withMarkup);
  await founder.finalize();

  for (const path of ['/dashboard', '/foundation', '/settings', '/settings/context', '/onboarding/session/step/23']) {
    await page.goto(path);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await expect(page.getByText('<b>bold</b>').first()).toBeVisible();
    expect(await page.locator('img[src="x"], b:text("bold")').count()).toBe(0);
  }

  const box = `${stack().mail.http}/messages`;
  const mails: { id: number }[] = await (
    await page.request.get(`${box}?to=${encodeURIComponent(founder.email)}`)
  ).json();
  expect(mails.length).toBeGreaterThan(0);
  for (const { id } of mails) {
    const { html } = await (await page.request.get(`${box}/${id}`)).json();
    expect(html).not.toContain('<img src=x');
  }

  const brief = await page.request.get(`${stack().gateway}/api/v1/context/export?format=markdown`);
  expect(brief.ok()).toBe(true);
  expect(await brief.text()).not.toMatch(/(?<!\\)<(?:img|b)\b/);
});
