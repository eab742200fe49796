import { fileURLToPath } from 'node:url';
import { writeFileSync } from 'node:fs';
import { chromium } from '@playwright/test';
import { runnerImport } from 'vite';
const path = (r) => fileURLToPath(new URL(r, import.meta.url));
const N = Number(process.env.N ?? 1);
const only = process.env.ONLY;
const { default: setUp, stack } = (await runnerImport(path('e2e/system.ts'))).module;
const tearDown = setUp();
const origin = stack().gateway;
const { default: config } = (await runnerImport(path('playwright.config.ts'))).module;
const { Founder, answersOf } = (await runnerImport(path('e2e/founder.ts'))).module;
const browser = await chromium.launch(config.use.launchOptions);
const company = answersOf('saas_katori');
async function someone(arrive) {
  const context = await browser.newContext({ baseURL: origin });
  const f = new Founder(context);
  await f.signUp(); await f.pay(); await arrive(f);
  const s = await context.storageState(); await context.close(); return s;
}
const inStep = await someone((f) => f.answer(company, 4));
const ready = only === 'step' ? null : await someone(async (f) => { await f.answer(company); await f.finalize(); });
const pages = [
  { name: 'signin', address: `${origin}/signin`, settled: (p) => p.locator('form').getByLabel('Password', { exact: true }).waitFor() },
  { name: 'step', address: `${origin}/onboarding/session/step/5`, state: inStep, settled: (p) => p.getByRole('textbox', { name: 'What the customer gets' }).waitFor() },
  { name: 'dashboard', address: `${origin}/dashboard`, state: ready, settled: (p) => p.getByRole('heading', { name: /primary focus/i }).first().waitFor() },
].filter((p) => !only || p.name === only);
for (let i = 0; i < N; i++) for (const { name, address, state, settled } of pages) {
  const context = await browser.newContext({ storageState: state ?? undefined, viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  const cdp = await context.newCDPSession(page);
  await cdp.send('Network.enable');
  await cdp.send('Network.emulateNetworkConditions', { offline: false, latency: 150, downloadThroughput: 1.6e6 / 8, uploadThroughput: 750e3 / 8 });
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: 4 });
  await page.addInitScript(() => {
    const seen = { lcp: [], long: [] };
    globalThis.tl = seen;
    new PerformanceObserver((l) => l.getEntries().forEach((e) => seen.lcp.push([Math.round(e.startTime), e.size, e.element?.tagName, e.element?.textContent?.slice(0, 50)]))).observe({ type: 'largest-contentful-paint', buffered: true });
    new PerformanceObserver((l) => l.getEntries().forEach((e) => seen.long.push([Math.round(e.startTime), Math.round(e.duration)]))).observe({ type: 'longtask', buffered: true });
  });
  if (process.env.TRACE) await browser.startTracing(page, { categories: ['devtools.timeline', 'v8', 'disabled-by-default-v8.cpu_profiler', 'blink.user_timing', 'loading'] });
  await page.goto(address);
  await settled(page);
  await page.waitForTimeout(1500);
  if (process.env.TRACE) writeFileSync(`/tmp/trace-${name}.json`, await browser.stopTracing());
  const r = await page.evaluate(() => ({ ...globalThis.tl, fcp: performance.getEntriesByName('first-contentful-paint')[0]?.startTime, marks: performance.getEntriesByType('mark').map((m) => [m.name, Math.round(m.startTime)]),
    res: [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')].map((e) => [Math.round(e.startTime), Math.round(e.requestStart), Math.round(e.responseStart), Math.round(e.responseEnd), e.encodedBodySize, e.name.replace(location.origin, ''), e.initiatorType]) }));
  console.log('==', name, 'fcp', Math.round(r.fcp), 'lcp', JSON.stringify(r.lcp.at(-1)), 'marks', JSON.stringify(r.marks));
  if (N === 1) { console.log('lcps', JSON.stringify(r.lcp)); console.log('long', JSON.stringify(r.long)); for (const x of r.res) console.log(x.join('\t')); }
  await context.close();
}
await browser.close(); tearDown?.(); process.exit(0);
