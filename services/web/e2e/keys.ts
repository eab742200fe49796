import type { Locator, Page } from '@playwright/test';
import { expect } from './test';

/** More stops than the longest page has. */
const FAR = 400;

type Focus = { what: string; seen: boolean; marked: boolean };

/** Where the focus is, whether that place is in sight, and whether a line tells so. */
function focusOf(page: Page): Promise<Focus | null> {
  return page.evaluate(() => {
    const at = document.activeElement;
    if (!at || at === document.body || at === document.documentElement) return null;
    const place = at.closest('label') ?? at;
    const { top, bottom, left, right } = place.getBoundingClientRect();
    const outlined = [at, place, at.nextElementSibling, at.parentElement].some((element) => {
      if (!element) return false;
      const { outlineStyle, outlineWidth } = getComputedStyle(element);
      return outlineStyle !== 'none' && Number.parseFloat(outlineWidth) > 0;
    });
    return {
      what: at.outerHTML.slice(0, 160),
      seen: bottom > 0 && top < innerHeight && right > 0 && left < innerWidth && bottom > top,
      marked: outlined,
    };
  });
}

/** Goes on with Tab until the target has the focus; every stop on the way can be seen, and none holds the focus. */
export async function tabTo(page: Page, target: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  await expect(target).toBeVisible();
  for (let stops = 0; stops < FAR; stops++) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    const before = await page.evaluateHandle(() => document.activeElement);
    await page.keyboard.press(key);
    const moved = await page.evaluate((old) => old !== document.activeElement, before);
    const focus = await focusOf(page);
    // Behind the last stop is the browser's own bar.
    if (!focus) continue;
    expect(moved, `the focus goes on from ${focus.what}`).toBe(true);
    expect(focus, focus.what).toMatchObject({ seen: true, marked: true });
  }
  throw new Error(`${target} is not reached by ${key}`);
}

export async function press(page: Page, target: Locator, key = 'Enter'): Promise<void> {
  await tabTo(page, target);
  await page.keyboard.press(key);
}

export async function write(page: Page, target: Locator, text: string): Promise<void> {
  await tabTo(page, target);
  await page.keyboard.type(text);
}

/** What was just done must not throw the focus back to the start of the page. */
export async function keepsFocus(page: Page): Promise<void> {
  await expect.poll(() => focusOf(page)).toMatchObject({ seen: true, marked: true });
}
