import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { HttpResponse, http } from 'msw';
import { expect, it } from 'vitest';
import { drawStep, FakeOnboarding } from '@/test/onboarding';
import { server } from '@/test/server';

const places = () => Object.keys(localStorage).filter((place) => place.startsWith('rf:draft:'));

/** Somebody who comes back to a step with words that were never sent, and may not be sent as they are. */
async function comeBack() {
  const fake = new FakeOnboarding().listen();
  Object.assign(fake.at(1), { version: 2, draft: { company_name: 'Katori' } });
  const left = {
    data: { company_name: 'K' },
    base: { version: 2, data: { company_name: 'Katori' } },
    doubtful: null,
    at: Date.now(),
  };
  localStorage.setItem(`rf:draft:${fake.sid}:1:somebody-gone`, JSON.stringify(left));
  await drawStep(1);
  await screen.findByRole('dialog', { name: 'Welcome back' });
  await waitFor(() => expect(places()).toHaveLength(1));
  return fake;
}

it('resuming keeps what was not sent', async () => {
  await comeBack();
  await userEvent.click(screen.getByRole('button', { name: 'Resume' }));
  expect(await screen.findByRole('textbox', { name: /Company name/ })).toHaveValue('K');
  expect(places()).toHaveLength(1);
});

it.each([
  ['Start new', 'Start again'],
  ['Delete', 'Delete'],
])('"%s" gives up what was not sent', async (choice, confirmed) => {
  const fake = await comeBack();
  server.use(http.delete('/api/v1/onboarding/:sid', () => new HttpResponse(null, { status: 204 })));
  fake.steps.clear();
  await userEvent.click(screen.getByRole('button', { name: choice }));
  await userEvent.click(screen.getByRole('button', { name: confirmed }));
  await waitFor(() => expect(places()).toEqual([]));
});
