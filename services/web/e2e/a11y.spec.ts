import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from '@playwright/test';
import type { AxeResults } from 'axe-core';
import { answersOf } from './founder';
import { open, PAYING, PUBLIC, SHELL, STEPS, WELCOME } from './pages';
import { expect, test } from './test';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const ALL = { type: 'tag', values: TAGS };
/** The themes differ in colour only, and colours are the same at every width. */
const COLOURS = { type: 'rule', values: ['color-contrast', 'link-in-text-block'] };
const LOOKS = [
  { width: 1280, theme: 'dark', runOnly: COLOURS },
  { width: 1280, theme: 'light', runOnly: ALL },
  { width: 360, theme: 'light', runOnly: ALL },
] as const;

test.use({ reducedMotion: 'reduce', actionTimeout: 10_000 });

/** What axe finds on the page as it stands, in both themes, wide and narrow. */
async function findings(page: Page): Promise<string[]> {
  const found: string[] = [];
  // Evaluated from outside of the page: the content policy stays as it is.
  await page.evaluate(AXE);
  for (const { width, theme, runOnly } of LOOKS) {
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme: theme });
    const violations = await page.evaluate(async (runOnly): Promise<string[]> => {
      const { axe } = window as unknown as { axe: { run(root: Document, options: object): Promise<AxeResults> } };
      const { violations } = await axe.run(document, { runOnly, resultTypes: ['violations'] });
      return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 200)}`));
    }, runOnly);
    found.push(...violations.map((violation) => `${width} ${theme} ${violation}`));
  }
  return found;
}

async function examine(page: Page, paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    await test.step(path, async () => {
      await open(page, path);
      expect.soft(await findings(page), path).toEqual([]);
    });
  }
}

test.describe.configure({ mode: 'parallel', timeout: 300_000 });

test('no page before payment has a barrier that axe knows', async ({ page, founder, watch }) => {
  // Who is not signed in is told so, and the links of these mails are of no use.
  watch.expected.push(/401|404|410|400|422/);
  await examine(page, PUBLIC);
  await founder.signUp();
  await examine(page, PAYING);
});

test('no page of onboarding and after it has a barrier that axe knows', async ({ page, founder }) => {
  await founder.signUp();
  await founder.pay();
  await examine(page, [WELCOME]);
  await founder.answer(answersOf('saas_katori'));
  await page.goto(WELCOME);
  await expect(page.getByRole('dialog', { name: 'Welcome back' })).toBeVisible();
  expect.soft(await findings(page), 'welcome back').toEqual([]);
  await page.getByRole('button', { name: 'Resume' }).click();
  await examine(page, STEPS);
  await founder.finalize();
  await examine(page, SHELL);
});
