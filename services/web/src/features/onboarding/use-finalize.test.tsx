import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { HttpResponse, http } from 'msw';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { drawStep, FakeOnboarding } from '@/test/onboarding';
import { server } from '@/test/server';
import { FOUNDER } from '@/test/session';
import { useFinalize } from './use-finalize';
import { seen } from './visit';

// The view of step 23 is tried by its own tests; here only what it stands on.
vi.mock('./views/registry', () => ({ VIEWS: { final_synthesis: Finish } }));

function Finish() {
  const { start, state, words, problem, missing } = useFinalize();
  return (
    <>
      <button type="button" onClick={start}>
        {words || 'Finalize'}
      </button>
      <p>State: {state}</p>
      {problem ? <p>{problem.code}</p> : null}
      {missing.map(({ n, title, fields }) => (
        <p key={n}>
          {n} {title}: {fields.join(', ')}
        </p>
      ))}
    </>
  );
}

const RESULT = {
  bcm_version: '1.0.0',
  bcm_checksum: '54ee646e2bc63395',
  completed_steps: 23,
  total_steps: 23,
  finalized_at: '2026-03-01T10:00:00.000Z',
};

let fake: FakeOnboarding;
let keys: (string | null)[];

/** Answers of finalize, one after the other; the last one stays. */
function finalizeWith(...answers: [number, object][]) {
  server.use(
    http.post('/api/v1/onboarding/:sid/finalize', ({ request }) => {
      keys.push(request.headers.get('idempotency-key'));
      const [status, body] = answers[Math.min(keys.length, answers.length) - 1] ?? [500, {}];
      return HttpResponse.json(body, { status, headers: { 'retry-after': '0' } });
    }),
  );
}

beforeEach(() => {
  keys = [];
  fake = new FakeOnboarding().listen();
  seen(fake.sid);
  for (let n = 1; n <= 22; n++) fake.at(n).complete = true;
  Object.assign(fake.at(23), { version: 1, draft: { final_review: { approved: true } } });
});

describe('finalizing', () => {
  it('completes the last step, builds the manifest and shows what is online', async () => {
    finalizeWith([200, RESULT]);
    await drawStep(23);
    await userEvent.click(await screen.findByRole('button', { name: 'Finalize' }));
    expect(await screen.findByRole('heading', { name: 'Systems online' }, { timeout: 3000 })).toBeInTheDocument();
    expect(screen.getByRole('link', { name: 'Go to the dashboard' })).toHaveAttribute('href', '/dashboard');
    expect(fake.at(23).complete).toBe(true);
  });

  it('shows the way on only when the gates know of it', async () => {
    finalizeWith([200, RESULT]);
    await drawStep(23);
    let answer = () => {};
    const answered = new Promise<void>((done) => {
      answer = done;
    });
    let asked = 0;
    server.use(
      http.get('*/api/v1/session', async () => {
        asked += 1;
        await answered;
        return HttpResponse.json(FOUNDER);
      }),
    );
    await userEvent.click(await screen.findByRole('button', { name: 'Finalize' }));
    await waitFor(() => expect(asked).toBe(1));
    expect(screen.queryByRole('link', { name: 'Go to the dashboard' })).not.toBeInTheDocument();
    answer();
    expect(await screen.findByRole('link', { name: 'Go to the dashboard' })).toBeInTheDocument();
  });

  it('does not start before the step is approved', async () => {
    Object.assign(fake.at(23), { draft: { final_review: { approved: false } } });
    finalizeWith([200, RESULT]);
    await drawStep(23);
    await userEvent.click(await screen.findByRole('button', { name: 'Finalize' }));
    expect(await screen.findByText('Final review, Approved: Tick this to go on.')).toBeInTheDocument();
    expect(keys).toEqual([]);
  });

  it('waits for one that is running and repeats what may pass, with the same key', async () => {
    finalizeWith([409, { code: 'FINALIZE_IN_PROGRESS' }], [503, { code: 'BCM_UNAVAILABLE' }], [200, RESULT]);
    await drawStep(23);
    await userEvent.click(await screen.findByRole('button', { name: 'Finalize' }));
    expect(await screen.findByRole('heading', { name: 'Systems online' }, { timeout: 4000 })).toBeInTheDocument();
    expect(keys).toHaveLength(3);
    expect(new Set(keys).size).toBe(1);
  });

  it('names the steps and fields that are missing', async () => {
    const steps = [{ n: 5, step_id: 'the_offer', title: 'Offer and pricing', fields: ['/solution'] }];
    finalizeWith([422, { code: 'ONBOARDING_INCOMPLETE', detail: 'steps are missing', steps }]);
    await drawStep(23);
    await userEvent.click(await screen.findByRole('button', { name: 'Finalize' }));
    expect(await screen.findByText('5 Offer and pricing: Solution')).toBeInTheDocument();
    await waitFor(() => expect(screen.getByText('State: failed')).toBeInTheDocument());
  });
});
