import type { Page } from '@playwright/test';
import { answersOf, PASSWORD } from './founder';
import { keepsFocus, press, tabTo, write } from './keys';
import { expect, test } from './test';

const answers = answersOf('services_sahyadri');

// Hundreds of keys are pressed: a trace of each would take longer than they do.
test.use({ actionTimeout: 10_000, navigationTimeout: 20_000, trace: 'off' });

/** A step by its address; the steps before it are answered. */
async function step(page: Page, n: number, title: string): Promise<void> {
  await page.goto(`/onboarding/session/step/${n}`);
  await expect(page.getByRole('heading', { name: title, level: 1 })).toBeVisible();
}

async function complete(page: Page, n: number): Promise<void> {
  await press(page, page.getByRole('button', { name: 'Complete and continue' }));
  await page.waitForURL(`**/onboarding/session/step/${n + 1}`);
}

const textbox = (page: Page, name: string | RegExp) => page.getByRole('textbox', { name });

async function signUpAndPay(page: Page, email: string): Promise<void> {
  await page.goto('/signup');
  await write(page, page.getByLabel('Your name'), answers.sign_up.full_name);
  await write(page, page.getByLabel('Email address'), email);
  await write(page, textbox(page, 'Password'), PASSWORD);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Choose a plan' })).toBeVisible();
  await tabTo(page, page.getByRole('radio', { checked: true }));
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('radio', { name: /Yearly/ })).toBeChecked();
  await press(page, page.getByRole('link', { name: 'Choose Glide' }));
  await press(page, page.getByRole('button', { name: 'Pay with PhonePe' }));
  await page.waitForURL('**/transact/**');
  await press(page, page.getByRole('button', { name: /^Pay ₹70,000/ }));
  await press(page, page.getByRole('button', { name: 'Begin with step 1' }));
  await expect(page.getByRole('heading', { name: 'Evidence vault' })).toBeVisible();
}

async function describeOffer(page: Page): Promise<void> {
  await step(page, 5, 'Offer and pricing');
  await write(page, textbox(page, 'What the customer gets'), 'Every filing of one factory');
  await write(page, textbox(page, 'Promised outcome'), 'No missed date');
  await write(page, textbox(page, 'Problem'), 'Eleven authorities and one accounts person');
  await write(page, textbox(page, 'Solution'), 'A named manager keeps one calendar');
  await tabTo(page, page.getByRole('radio', { name: 'Recurring' }));
  await page.keyboard.press('Space');
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('radio', { name: 'One-time' })).toBeChecked();
  await write(page, textbox(page, 'Revenue model'), 'A fixed fee a month');
  await write(page, textbox(page, 'Pricing strategy'), 'Below the salary of a clerk');
  await complete(page, 5);
}

async function listCapabilities(page: Page): Promise<void> {
  await step(page, 10, 'Product capabilities');
  await press(page, page.getByRole('button', { name: 'Add to capabilities' }));
  await expect(textbox(page, 'Capability')).toBeFocused();
  await page.keyboard.type('Inspections attended');
  await tabTo(page, page.getByRole('radio', { name: 'Only you' }));
  await page.keyboard.press('Space');
  await complete(page, 10);
}

async function drawMap(page: Page): Promise<void> {
  await step(page, 11, 'Perceptual map');
  await press(page, page.getByRole('button', { name: 'Draw a map' }));
  await keepsFocus(page);
  await write(page, textbox(page, 'Horizontal axis'), 'Person');
  await write(page, textbox(page, 'Vertical axis'), 'Reach');
  await tabTo(page, page.getByRole('button', { name: 'Us: Person 50, Reach 50' }));
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Shift+ArrowUp');
  await expect(page.getByRole('button', { name: 'Us: Person 52, Reach 60' })).toBeFocused();
  await press(page, page.getByRole('button', { name: 'Choose this map' }));
  await keepsFocus(page);
  await complete(page, 11);
}

async function decide(page: Page): Promise<void> {
  await step(page, 15, 'Focus and sacrifice');
  for (const item of ['Factories', 'Inspections', 'IT companies']) {
    await press(page, page.getByRole('button', { name: 'Add an item to focus' }));
    await keepsFocus(page);
    await write(page, textbox(page, 'What: this item'), item);
  }
  await press(page, page.getByRole('button', { name: /Move to sacrifice ?: IT companies/ }));
  await expect(
    page.getByRole('region', { name: 'Sacrifice' }).getByRole('textbox', { name: 'What: IT companies' }),
  ).toBeVisible();
  await keepsFocus(page);
  await complete(page, 15);
}

test('everything from signing up to the dashboard is done without a pointer', async ({ page, founder }) => {
  test.setTimeout(300_000);
  await signUpAndPay(page, founder.email);
  await founder.answer(answers, 4);
  await describeOffer(page);
  await founder.answer(answers, 9, 6);
  await listCapabilities(page);
  await drawMap(page);
  await founder.answer(answers, 14, 12);
  await decide(page);
  await founder.answer(answers, 22, 16);

  await step(page, 23, 'Final synthesis');
  await press(page, page.getByRole('checkbox', { name: /approve/ }), 'Space');
  await press(page, page.getByRole('button', { name: 'Finalize' }));
  await expect(page.getByRole('heading', { name: 'Systems online' })).toBeVisible();
  await press(page, page.getByRole('link', { name: 'Go to the dashboard' }));
  await page.waitForURL('**/dashboard');
});
