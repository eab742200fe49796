import type { Locator, Page } from '@playwright/test';
import { expect } from './test';

/** More stops than the longest page has. */
const FAR = 400;

type Focus = {
  what: string;
  /** In the order in which they were come to; the choices of a group are one. */
  stop: number;
  /** In sight, and under nothing that stays in place while the page moves. */
  seen: boolean;
  marked: boolean;
};

/** Where the focus is, whether that place is in sight, and whether a line tells so. */
function focusOf(page: Page): Promise<Focus | null> {
  return page.evaluate(() => {
    const at = document.activeElement;
    if (!at || at === document.body || at === document.documentElement) return null;
    const place = at.closest('label') ?? at;
    const { top, bottom, left, right } = place.getBoundingClientRect();
    const choice = at instanceof HTMLInputElement && at.type === 'radio' ? at : null;
    const group = choice ? document.querySelector(`input[name="${choice.name}"]`) : null;
    const known = window as { stops?: Element[] };
    known.stops ??= [];
    const stop = group ?? at;
    if (!known.stops.includes(stop)) known.stops.push(stop);
    const within = [0.02, 0.5, 0.98];
    const uncovered = within.some((x) =>
      within.some((y) => {
        const over = document.elementFromPoint(left + (right - left) * x, top + (bottom - top) * y);
        return over && (place.contains(over) || over.contains(place));
      }),
    );
    const outlined = [at, place, at.nextElementSibling, at.parentElement].some((element) => {
      if (!element) return false;
      const { outlineStyle, outlineWidth } = getComputedStyle(element);
      return outlineStyle !== 'none' && Number.parseFloat(outlineWidth) > 0;
    });
    return {
      what: at.outerHTML.slice(0, 160),
      stop: known.stops.indexOf(stop),
      seen: uncovered && bottom > top && right > left,
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

/** Every stop that a key leads to, from where the focus is until it comes round. */
async function round(page: Page, key: 'Tab' | 'Shift+Tab'): Promise<number[]> {
  const stops: number[] = [];
  for (let presses = 0; presses < FAR; presses++) {
    await page.keyboard.press(key);
    const focus = await focusOf(page);
    // Behind the last stop is the browser's own bar.
    if (!focus) continue;
    if (stops.includes(focus.stop)) return stops;
    expect.soft(focus, `${key} on ${page.url()}: ${focus.what}`).toMatchObject({ seen: true, marked: true });
    stops.push(focus.stop);
  }
  throw new Error(`${key} never comes round on ${page.url()}`);
}

/** Tab leads through the whole page, and Shift+Tab the same way back. */
export async function expectSameWayBack(page: Page): Promise<void> {
  const there = await round(page, 'Tab');
  const back = (await round(page, 'Shift+Tab')).reverse();
  const start = back.indexOf(there[0] ?? 0);
  expect.soft([...back.slice(start), ...back.slice(0, start)], `the way back on ${page.url()}`).toEqual(there);
}

/** What was just done must not throw the focus back to the start of the page. */
export async function keepsFocus(page: Page): Promise<void> {
  await expect.poll(() => focusOf(page)).toMatchObject({ seen: true, marked: true });
}
