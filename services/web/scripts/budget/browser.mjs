// How fast pages are for somebody with a slow phone and a slow line: cold cache, slow 4G, a processor four times slower.
const SLOW_4G = { offline: false, latency: 150, downloadThroughput: 1.6e6 / 8, uploadThroughput: 750e3 / 8 };
const SLOWER = 4;
/** Milliseconds from a page's load event, which all its files precede, to a time when it stands. */
const AT_REST = 4000;
const TYPED = 'A live cost sheet per dish and outlet, kept from the bills of the kitchen itself.';

/** Runs in the page before anything else: keeps what the browser tells of itself. */
function watch() {
  const seen = { lcp: 0, element: '', fcp: 0, cls: 0, shifted: [], interactions: new Map() };
  globalThis.measured = seen;
  const on = (type, take, more = {}) =>
    new PerformanceObserver((list) => list.getEntries().forEach(take)).observe({ type, buffered: true, ...more });
  on('paint', (entry) => {
    if (entry.name === 'first-contentful-paint') seen.fcp = entry.startTime;
  });
  on('largest-contentful-paint', (entry) => {
    seen.lcp = entry.startTime;
    seen.element = `${entry.element?.tagName ?? ''} ${entry.size} ${entry.element?.textContent?.slice(0, 40) ?? ''}`;
  });
  on('layout-shift', (entry) => {
    if (!entry.hadRecentInput) seen.cls += entry.value;
  });
  on(
    'event',
    ({ interactionId, duration }) => {
      if (interactionId)
        seen.interactions.set(interactionId, Math.max(duration, seen.interactions.get(interactionId) ?? 0));
    },
    { durationThreshold: 16 },
  );
}

/** One cold load; `settled` tells whether the page is complete, `used` what is done on it afterwards. */
export async function load(browser, { address, state, settled, used }) {
  const context = await browser.newContext({ storageState: state, viewport: { width: 1440, height: 900 } });
  try {
    const page = await context.newPage();
    const devtools = await context.newCDPSession(page);
    await devtools.send('Network.enable');
    await devtools.send('Network.emulateNetworkConditions', SLOW_4G);
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
    await page.addInitScript(watch);
    await page.goto(address);
    // Whoever looks for something in the page runs scripts in it, so nobody does before it is at rest. While scripts are evaluated the line
    // is idle too, so an idle line does not tell.
    await page.waitForTimeout(AT_REST);
    await settled(page);
    const seen = await page.evaluate(() => ({ ...globalThis.measured, interactions: undefined }));
    // A first input ends the browser's own count of the largest paint.
    const inp = used ? await used(page) : undefined;
    return { ...seen, inp };
  } finally {
    await context.close();
  }
}

/** Types as one does, long enough for several saves; the delay that 98 of 100 keys stay below. */
export async function type(page, field) {
  await field.pressSequentially(TYPED, { delay: 80 });
  await page
    .getByText(/^Saved /)
    .first()
    .waitFor();
  const delays = await page.evaluate(() => [...globalThis.measured.interactions.values()]);
  // Interactions below the threshold of the browser's report are not in the list: they count as quick.
  const all = [...Array(Math.max(0, TYPED.length - delays.length)).fill(0), ...delays].sort((a, b) => a - b);
  return all[Math.ceil(all.length * 0.98) - 1];
}
