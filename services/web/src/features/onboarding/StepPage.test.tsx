import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { HttpResponse, http } from 'msw';
import { describe, expect, it } from 'vitest';
import { manifestQuery } from '@/api/context';
import type { Suggestion } from '@/api/onboarding';
import { manifestOf } from '@/test/bcm';
import { drawStep, FakeOnboarding } from '@/test/onboarding';
import { server } from '@/test/server';
import { sayProvenance } from './SuggestionRow';
import { finalizedKey } from './use-finalize';
import { seen } from './visit';

const SAVED = { timeout: 3000 };

/** Somebody in the middle of it, past the welcome back. */
function working() {
  const fake = new FakeOnboarding().listen();
  for (const n of [1, 2, 3, 4]) fake.at(n).complete = true;
  seen(fake.sid);
  return fake;
}

const problem = (status: number, body: object) =>
  HttpResponse.json(body, { status, headers: { 'content-type': 'application/problem+json' } });

function suggestion(pointer: string, value: unknown): Suggestion {
  return {
    id: crypto.randomUUID(),
    step: 5,
    pointer,
    value,
    status: 'proposed',
    provenance: { origin: 'rule', engine: 'deterministic', confidence: 60, created_at: new Date().toISOString() },
  };
}

describe('the page of a step', () => {
  it('opens a session from the welcome', async () => {
    const fake = new FakeOnboarding().listen();
    fake.session = false;
    await drawStep(1);
    await userEvent.click(await screen.findByRole('button', { name: 'Begin with step 1' }));
    expect(await screen.findByRole('heading', { name: 'Evidence vault' })).toBeInTheDocument();
  });

  it('leads from a step that is not open to the one in turn, and says why', async () => {
    working();
    const { router } = await drawStep(12);
    expect(await screen.findByRole('heading', { name: 'Offer and pricing' })).toBeInTheDocument();
    expect(router.state.location.pathname).toBe('/onboarding/session/step/5');
    expect(await screen.findByText('Step 12 is not open yet: step 5 comes first.')).toBeInTheDocument();
    await router.navigate({ to: '/onboarding/session/step/4' });
    expect(await screen.findByRole('heading', { name: 'Truth sheet' })).toBeInTheDocument();
    expect(screen.queryByText(/is not open yet/)).not.toBeInTheDocument();
  });

  it('welcomes somebody back once and asks before starting again', async () => {
    const fake = new FakeOnboarding().listen();
    Object.assign(fake.at(1), { version: 2, draft: { company_name: 'Katori' } });
    await drawStep(1);
    expect(await screen.findByRole('heading', { name: 'Welcome back' })).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Start new' }));
    expect(screen.getByRole('heading', { name: 'Start again from step 1?' })).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Keep my answers' }));
    await userEvent.click(screen.getByRole('button', { name: 'Resume' }));
    expect(screen.queryByRole('heading', { name: 'Welcome back' })).not.toBeInTheDocument();
  });

  it('leaves somebody who closes the welcome back on the step they asked for', async () => {
    const fake = new FakeOnboarding().listen();
    for (const n of [1, 2, 3, 4]) Object.assign(fake.at(n), { complete: true, version: 1 });
    const { router } = await drawStep(4);
    const dialog = await screen.findByRole('dialog', { name: 'Welcome back' });
    fireEvent(dialog, new Event('cancel', { cancelable: true }));
    await waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument());
    expect(router.state.location.pathname).toBe('/onboarding/session/step/4');
  });

  it('does not offer members to start again', async () => {
    const fake = new FakeOnboarding().listen();
    fake.role = 'member';
    Object.assign(fake.at(1), { version: 2 });
    await drawStep(1);
    await screen.findByRole('heading', { name: 'Welcome back' });
    await waitFor(() => expect(screen.queryByRole('button', { name: 'Start new' })).not.toBeInTheDocument());
  });

  it('links the steps that are open and names how each stands', async () => {
    working();
    await drawStep(5);
    const steps = within(await screen.findByRole('navigation', { name: 'Steps' }));
    expect(steps.getByRole('link', { name: 'Step 1, Evidence vault: completed' })).toBeInTheDocument();
    expect(steps.getByRole('link', { name: 'Step 5, Offer and pricing: open' })).toHaveAttribute(
      'aria-current',
      'page',
    );
    expect(steps.queryByRole('link', { name: /^Step 6,/ })).not.toBeInTheDocument();
  });
});

describe('saving', () => {
  it('saves what is written when the field is left, and says so', async () => {
    const fake = working();
    await drawStep(5);
    await userEvent.type(await screen.findByLabelText('Promised outcome'), 'Food cost down ');
    await userEvent.tab();
    await waitFor(() => expect(fake.saves).toEqual([{ promised_outcome: 'Food cost down' }]), SAVED);
    await waitFor(
      () =>
        expect(screen.getAllByRole('status').some(({ textContent }) => /^Saved/.test(textContent ?? ''))).toBe(true),
      SAVED,
    );
  });

  it('keeps an unfinished answer on the device, saves the others and tells both', async () => {
    const fake = working();
    await drawStep(5);
    await userEvent.type(await screen.findByLabelText('Problem'), 'Too few');
    await userEvent.type(screen.getByLabelText('Promised outcome'), 'Food cost down');
    await userEvent.tab();
    await waitFor(() => expect(fake.saves.at(-1)).toEqual({ promised_outcome: 'Food cost down' }), SAVED);
    expect(await screen.findAllByText('One answer is kept on this device until it is complete')).not.toHaveLength(0);
    await waitFor(() =>
      expect(screen.getByLabelText('Problem')).toHaveAccessibleDescription(/Write at least 10 characters/),
    );
    expect(screen.getByLabelText('Problem')).toHaveValue('Too few');
  });

  it('asks about the same answer changed in two places and keeps the other one merged', async () => {
    const fake = working();
    await drawStep(5);
    const problemField = await screen.findByLabelText('Problem');
    Object.assign(fake.at(5), {
      version: 3,
      draft: { problem_statement: 'Their words about it.', solution: 'Their solution.' },
    });
    await userEvent.type(problemField, 'My words about it.');
    await userEvent.tab();
    expect(await screen.findByRole('heading', { name: 'Changed in two places' }, SAVED)).toBeInTheDocument();
    expect(screen.getByLabelText('Solution')).toHaveValue('Their solution.');
    await userEvent.click(screen.getByRole('button', { name: 'Keep mine: Problem' }));
    await waitFor(
      () => expect(fake.at(5).draft).toEqual({ problem_statement: 'My words about it.', solution: 'Their solution.' }),
      SAVED,
    );
  });

  it('takes in what was saved elsewhere when a step is opened again', async () => {
    const fake = working();
    Object.assign(fake.at(4), { version: 1, draft: { truth_sheet: [] } });
    Object.assign(fake.at(5), { version: 1, draft: { solution: 'The first solution.' } });
    const { router } = await drawStep(5);
    expect(await screen.findByLabelText('Solution')).toHaveValue('The first solution.');
    await router.navigate({ to: '/elsewhere' });
    Object.assign(fake.at(5), { version: 2, draft: { solution: 'A better solution.' } });
    await router.navigate({ to: '/onboarding/session/step/5' });
    await waitFor(() => expect(screen.getByLabelText('Solution')).toHaveValue('A better solution.'), SAVED);
  });

  it('shows at its field what the server refuses and saves the rest', async () => {
    const fake = working();
    fake.refuse = ({ solution }) =>
      solution
        ? (problem(422, {
            code: 'VALIDATION_ERROR',
            detail: 'some values are not right',
            errors: [
              { pointer: '/data/solution', code: 'INVALID_CHARACTER', message: 'must not contain control characters' },
            ],
          }) as Response)
        : undefined;
    await drawStep(5);
    await userEvent.type(await screen.findByLabelText('Promised outcome'), 'Food cost down');
    await userEvent.type(screen.getByLabelText('Solution'), 'Something odd here');
    await userEvent.tab();
    await waitFor(
      () =>
        expect(screen.getByLabelText('Solution')).toHaveAccessibleDescription(/Must not contain control characters\./),
      SAVED,
    );
    await waitFor(() => expect(fake.saves.at(-1)).toEqual({ promised_outcome: 'Food cost down' }), SAVED);
  });

  it('sends what an earlier visit left on this device, whichever step it belongs to', async () => {
    const fake = working();
    const left = {
      data: { go_to: 'x', summary: 'Left behind' },
      base: { version: 0, data: {} },
      doubtful: null,
      at: Date.now() - 60_000,
    };
    localStorage.setItem(`rf:draft:${fake.sid}:4:somebody-gone`, JSON.stringify(left));
    await drawStep(5);
    await waitFor(() => expect(fake.at(4).draft).toMatchObject({ summary: 'Left behind' }), SAVED);
    expect(localStorage.length).toBe(0);
  });

  it('signs in again over the page and sends what was kept', async () => {
    const fake = working();
    let out = true;
    let tries = 0;
    fake.refuse = () => {
      tries += 1;
      return out ? (problem(401, { code: 'UNAUTHENTICATED', detail: 'sign in' }) as Response) : undefined;
    };
    server.use(
      http.post('/api/v1/auth/refresh', () => problem(401, { code: 'UNAUTHENTICATED' })),
      http.post('/api/v1/auth/login', () => {
        out = false;
        return HttpResponse.json({});
      }),
    );
    await drawStep(5);
    await userEvent.type(await screen.findByLabelText('Promised outcome'), 'Food cost down');
    await userEvent.tab();
    const password = await screen.findByLabelText('Password', {}, SAVED);
    const before = tries;
    // A dialog takes the focus from the field: that alone must not try again, which would open the next dialog.
    fireEvent.blur(screen.getByLabelText('Promised outcome'));
    dispatchEvent(new Event('online'));
    await userEvent.type(password, 'correct horse battery');
    expect(tries).toBe(before);
    await userEvent.click(screen.getByRole('button', { name: 'Sign in' }));
    await waitFor(() => expect(fake.saves.at(-1)).toEqual({ promised_outcome: 'Food cost down' }), SAVED);
  });

  it('still offers to sign in when the page has heard already that nobody is', async () => {
    const fake = working();
    fake.refuse = () => problem(401, { code: 'UNAUTHENTICATED', detail: 'sign in' }) as Response;
    server.use(http.post('/api/v1/auth/refresh', () => problem(401, { code: 'UNAUTHENTICATED' })));
    const { queries } = await drawStep(5);
    const field = await screen.findByLabelText('Promised outcome');
    await waitFor(() => expect(queries.getQueryData(['session'])).toMatchObject({ user: { user_id: 'u' } }));
    queries.setQueryData(['session'], null);
    await userEvent.type(field, 'Food cost down');
    await userEvent.tab();
    expect(await screen.findByRole('heading', { name: 'Sign in again' }, SAVED)).toBeInTheDocument();
    expect(screen.getByText('asha@katori.example')).toBeInTheDocument();
  });
});

describe('completing', () => {
  it('focuses the first answer that is missing', async () => {
    working();
    await drawStep(5);
    await userEvent.click(await screen.findByRole('button', { name: 'Complete and continue' }));
    await waitFor(() => expect(screen.getByLabelText('What the customer gets')).toHaveFocus());
    expect(screen.getByText('What the customer gets: This is needed to complete the step.')).toBeInTheDocument();
  });

  it('goes on to the step in turn', async () => {
    const fake = new FakeOnboarding().listen();
    seen(fake.sid);
    for (let n = 1; n <= 9; n++) fake.at(n).complete = true;
    const capability = { id: crypto.randomUUID(), name: 'Bill reading', rating: 'only_you' };
    Object.assign(fake.at(10), { version: 1, draft: { capabilities: [capability] } });
    const { router } = await drawStep(10);
    await userEvent.click(await screen.findByRole('button', { name: 'Complete and continue' }));
    await waitFor(() => expect(router.state.location.pathname).toBe('/onboarding/session/step/11'), SAVED);
  });

  it('of a change after onboarding tells at once that the context is behind', async () => {
    const fake = new FakeOnboarding().listen();
    fake.status = 'completed';
    for (let n = 1; n <= 23; n++) fake.at(n).complete = true;
    const capability = { id: crypto.randomUUID(), name: 'Bill reading', rating: 'only_you' };
    Object.assign(fake.at(10), { version: 1, draft: { capabilities: [capability] } });
    const { queries, router } = await drawStep(10);
    queries.setQueryData(manifestQuery.queryKey, manifestOf());
    await userEvent.click(await screen.findByRole('button', { name: 'Complete the change' }));
    await waitFor(() => expect(router.state.location.pathname).toBe('/foundation'), SAVED);
    expect(queries.getQueryData(manifestQuery.queryKey)).toMatchObject({ freshness: 'stale', pending_changes: true });
  });

  it('shows what only the server knows at its place', async () => {
    const fake = new FakeOnboarding().listen();
    seen(fake.sid);
    for (let n = 1; n <= 9; n++) fake.at(n).complete = true;
    const capability = { id: crypto.randomUUID(), name: 'Bill reading', rating: 'only_you' };
    Object.assign(fake.at(10), { version: 1, draft: { capabilities: [capability] } });
    fake.onComplete = () =>
      problem(422, {
        code: 'VALIDATION_ERROR',
        detail: 'some values are not right',
        errors: [{ pointer: '/data/capabilities/0/name', code: 'UNKNOWN', message: 'is not known' }],
      }) as Response;
    await drawStep(10);
    await userEvent.click(await screen.findByRole('button', { name: 'Complete and continue' }));
    expect(await screen.findByText('Capabilities 1, Capability: Is not known.')).toBeInTheDocument();
    await waitFor(() => expect(screen.getByLabelText('Capability')).toHaveFocus());
  });
});

it('shows the steps again once the last screen was left', async () => {
  const fake = new FakeOnboarding().listen();
  fake.status = 'completed';
  for (let n = 1; n <= 23; n++) fake.at(n).complete = true;
  const { queries, router } = await drawStep(10);
  await screen.findByRole('navigation', { name: 'Steps' });
  queries.setQueryData(finalizedKey(fake.sid), {
    bcm_version: '1.0.0',
    bcm_checksum: '54ee646e2bc63395',
    completed_steps: 23,
    total_steps: 23,
    finalized_at: '2026-03-01T10:00:00.000Z',
  });
  await screen.findByRole('heading', { name: 'Systems online' });
  await router.navigate({ to: '/foundation' });
  await screen.findByText('Elsewhere');
  await router.navigate({ to: '/onboarding/session/step/5' });
  expect(await screen.findByRole('heading', { name: 'Offer and pricing' })).toBeInTheDocument();
});

it('does not say that words are with us while they are on their way', async () => {
  const fake = working();
  let answer = () => {};
  const held = new Promise<void>((resolve) => {
    answer = resolve;
  });
  server.use(
    http.put('/api/v1/onboarding/:sid/steps/:n', async () => {
      await held;
    }),
  );
  await drawStep(5);
  await userEvent.type(await screen.findByLabelText('Promised outcome'), 'Food cost down');
  await userEvent.click(screen.getByRole('button', { name: 'Save and exit' }));
  expect(await screen.findByRole('heading', { name: 'Saving…' })).toBeInTheDocument();
  expect(screen.queryByText(/are with us/)).not.toBeInTheDocument();
  answer();
  expect(await screen.findByRole('heading', { name: 'Saved. Come back any time' }, SAVED)).toBeInTheDocument();
  expect(fake.saves).toHaveLength(1);
});

describe('suggestions', () => {
  it.each([
    [1, 'Rule · 1 piece of evidence · just now'],
    [2, 'Rule · 2 pieces of evidence · just now'],
  ])('count their evidence: %i', (count, words) => {
    const evidence_ids = Array.from({ length: count }, () => crypto.randomUUID());
    const { confidence: _, ...provenance } = suggestion('/guarantees', 'x').provenance;
    expect(sayProvenance({ ...provenance, evidence_ids })).toBe(words);
  });

  it('become answers only when they are accepted, and tell where they come from', async () => {
    const fake = working();
    fake.suggestions = [suggestion('/guarantees', 'Money back within 90 days')];
    await drawStep(5);
    expect(await screen.findByText(/Rule · 60 % sure · just now/)).toBeInTheDocument();
    expect(screen.getByLabelText(/^Guarantees/)).toHaveValue('');
    await userEvent.click(screen.getByRole('button', { name: 'Accept: Money back within 90 days' }));
    await waitFor(() => expect(screen.getByLabelText(/^Guarantees/)).toHaveValue('Money back within 90 days'), SAVED);
    await waitFor(() => expect(screen.queryByText(/60 % sure/)).not.toBeInTheDocument());
  });

  it('say what they would replace', async () => {
    const fake = working();
    Object.assign(fake.at(5), { version: 1, draft: { guarantees: 'None so far' } });
    fake.suggestions = [suggestion('/guarantees', 'Money back within 90 days')];
    await drawStep(5);
    expect(await screen.findByText('Would replace')).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Reject: Money back within 90 days' }));
    await waitFor(() => expect(screen.queryByText('Would replace')).not.toBeInTheDocument());
    expect(screen.getByLabelText(/^Guarantees/)).toHaveValue('None so far');
  });

  it('pass the focus on when one is decided, at the end to what stands above them', async () => {
    const fake = working();
    fake.suggestions = [suggestion('/guarantees', 'Money back'), suggestion('/revenue_model', 'A monthly fee')];
    await drawStep(5);
    await userEvent.click(await screen.findByRole('button', { name: 'Reject: Money back' }));
    await waitFor(() => expect(screen.getByRole('button', { name: 'Reject: A monthly fee' })).toHaveFocus());
    expect(screen.getByText('One suggestion rejected')).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Edit: A monthly fee' }));
    expect(screen.getByRole('textbox', { name: 'Revenue model', description: '' })).toHaveFocus();
    await userEvent.click(screen.getByRole('button', { name: 'Accept as edited' }));
    await waitFor(() => expect(screen.getByText(/^Have answers suggested/)).toHaveFocus());
  });

  it('come from the built-in rules when the assistant does not answer and the founder wants that', async () => {
    const fake = working();
    const engines: unknown[] = [];
    server.use(
      http.post('/api/v1/onboarding/:sid/steps/:n/run', async ({ request }) => {
        const { engine } = (await request.json()) as { engine?: string };
        engines.push(engine);
        if (!engine) return problem(503, { code: 'AI_UNAVAILABLE', detail: 'no answer', fallback: 'deterministic' });
        fake.suggestions = [suggestion('/guarantees', 'Money back')];
        return HttpResponse.json({ suggestions: fake.suggestions, engine, duration_ms: 3 });
      }),
    );
    await drawStep(5);
    await userEvent.click(await screen.findByRole('button', { name: 'Review the offer' }));
    await userEvent.click(await screen.findByRole('button', { name: 'Use the built-in rules' }));
    expect(await screen.findByRole('button', { name: 'Accept: Money back' })).toBeInTheDocument();
    expect(engines).toEqual([undefined, 'deterministic']);
  });
});
