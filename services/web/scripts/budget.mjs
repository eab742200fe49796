// Is the app as light and as fast as it has to be? Exit 1 when a limit is broken.
//   npm run budget              builds nothing: run `npm run build` before
//   RAPTOR_STACK=…/stack.json   a running system, else one is started for this
//   BUDGET_RUNS=5               loads of each page; the medians count
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';
import { runnerImport } from 'vite';
import { load, type } from './budget/browser.mjs';
import { sizes } from './budget/sizes.mjs';

const RUNS = Number(process.env.BUDGET_RUNS ?? 5);
const dist = resolve(process.argv[2] ?? 'dist');
const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));

async function main() {
  const manifest = JSON.parse(readFileSync(path('../node_modules/.build/manifest.json'), 'utf8'));
  const rows = sizes(dist, manifest);
  const { default: setUp, stack } = (await runnerImport(path('../e2e/system.ts'))).module;
  const tearDown = setUp();
  try {
    rows.push(...(await speeds(stack().gateway)));
  } finally {
    tearDown?.();
  }
  print(rows);
  process.exitCode = rows.some(broken) ? 1 : 0;
}

async function speeds(origin) {
  const { default: config } = (await runnerImport(path('../playwright.config.ts'))).module;
  const browser = await chromium.launch(config.use.launchOptions);
  try {
    const rows = [];
    for (const page of await pages(browser, origin)) rows.push(...(await series(browser, page)));
    return rows;
  } finally {
    await browser.close();
  }
}

/** The pages that are looked at, each with who looks at it. */
async function pages(browser, origin) {
  const { Founder, answersOf } = (await runnerImport(path('../e2e/founder.ts'))).module;
  const company = answersOf('saas_katori');
  const someone = async (arrive) => {
    const context = await browser.newContext({ baseURL: origin });
    const founder = new Founder(context);
    await founder.signUp();
    await founder.pay();
    await arrive(founder);
    const state = await context.storageState();
    await context.close();
    return state;
  };
  const inStep = await someone((founder) => founder.answer(company, 4));
  const ready = await someone(async (founder) => {
    await founder.answer(company);
    await founder.finalize();
  });
  const heading = (name) => (page) => page.getByRole('heading', { name }).first().waitFor();
  const field = (page) => page.getByRole('textbox', { name: 'What the customer gets' });
  return [
    { name: '/signin', address: `${origin}/signin`, settled: live, lcp: 1000 },
    {
      name: 'step 5',
      address: `${origin}/onboarding/session/step/5`,
      state: inStep,
      lcp: 2200,
      settled: (page) => field(page).waitFor(),
      used: (page) => answerOn(page, field(page)),
    },
    { name: '/dashboard', address: `${origin}/dashboard`, state: ready, lcp: 2300, settled: heading(/primary focus/i) },
  ];
}

/** The form, which only the running app has. */
const live = (page) => page.locator('form').getByLabel('Password', { exact: true }).waitFor();

async function answerOn(page, field) {
  const resume = page.getByRole('button', { name: /^Resume/ });
  if (await resume.isVisible()) await resume.click();
  return type(page, field);
}

async function series(browser, page) {
  const seen = [];
  for (let run = 0; run < RUNS; run += 1) seen.push(await load(browser, page));
  const all = (measure) => seen.map((one) => one[measure]).sort((a, b) => a - b);
  const row = (what, measure, limit, unit) => {
    const values = all(measure);
    const value = values[Math.floor(values.length / 2)];
    const range = [values[0], values.at(-1)];
    return { what: `${page.name}: ${what}`, value, range, limit, unit };
  };
  const rows = [row('LCP', 'lcp', page.lcp, 'ms'), row('FCP', 'fcp', 1000, 'ms'), row('CLS', 'cls', 0.02, '')];
  return page.used ? [...rows, row('INP p98 while saving', 'inp', 120, 'ms')] : rows;
}

function broken({ value, limit }) {
  return value > limit;
}

function print(rows) {
  const text = (value, unit) => `${value.toFixed(unit === 'ms' ? 0 : unit === 'kB' ? 1 : 3)} ${unit}`.trim();
  const lines = rows.map((row) => [
    row.what,
    text(row.value, row.unit),
    row.range ? row.range.map((value) => text(value, row.unit)).join(' to ') : '',
    text(row.limit, row.unit),
    broken(row) ? 'over' : 'ok',
  ]);
  const table = [['', RUNS > 1 ? `median of ${RUNS}` : 'measured', 'range', 'limit', ''], ...lines];
  const widths = table[0].map((_, column) => Math.max(...table.map((line) => line[column].length)));
  for (const line of table)
    process.stdout.write(
      `${line
        .map((cell, column) => cell.padEnd(widths[column]))
        .join('  ')
        .trimEnd()}\n`,
    );
}

if (!existsSync(join(dist, 'index.html'))) throw new Error('there is no dist: npm run build');
await main();
