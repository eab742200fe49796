import { test as base, expect } from '@playwright/test';
import { Founder } from './founder';
import { stack } from './system';

type Watch = {
  /** Words of console messages that this journey causes on purpose, such as a refused call. */
  expected: RegExp[];
};

function ownAddress(): Record<string, string> {
  const n = Math.floor(Math.random() * 65_536);
  return { 'x-forwarded-for': `10.7.${(n >> 8) & 255}.${n & 255}` };
}

/**
 * Every journey comes from an address of its own, and fails on an error in the console, an uncaught error, a broken content policy, or a
 * request to anywhere but our own origin and the checkout.
 */
export const test = base.extend<{ founder: Founder; colleague: Founder; watch: Watch }>({
  baseURL: async ({ browserName: _ }, use) => use(stack().gateway),
  extraHTTPHeaders: async ({ browserName: _ }, use) => use(ownAddress()),
  founder: async ({ context }, use) => use(new Founder(context)),
  colleague: async ({ browser }, use) => {
    const context = await browser.newContext({ extraHTTPHeaders: ownAddress() });
    await use(new Founder(context));
    await context.close();
  },
  watch: [
    async ({ context }, use) => {
      const watch: Watch = { expected: [] };
      const seen: string[] = [];
      const own = new URL(stack().gateway).origin;
      const checkout = new URL(stack().phonepe.base).origin;
      context.on('console', (message) => {
        if (message.type() === 'error' || message.type() === 'warning')
          seen.push(`console: ${message.text()} ${message.location().url}`);
      });
      context.on('weberror', (error) => seen.push(`uncaught: ${error.error().message}`));
      context.on('request', (request) => {
        const url = new URL(request.url());
        if (url.protocol === 'http:' || url.protocol === 'https:') {
          if (url.origin !== own && url.origin !== checkout) seen.push(`foreign request: ${url.href}`);
        }
      });
      await use(watch);
      const unexpected = seen.filter((line) => !watch.expected.some((pattern) => pattern.test(line)));
      expect(unexpected).toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };
