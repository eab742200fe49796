import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { HttpResponse, http } from 'msw';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Schemas } from '@/api/client';
import type { Manifest } from '@/api/context';
import { useBcmSync } from '@/hooks/useBcmSync';
import { useBcmStore } from '@/stores/bcmStore';
import { founder, manifestOf } from '@/test/bcm';
import { draw } from '@/test/render';
import { server } from '@/test/server';
import { BCMGate } from './BCMGate';
import { BCMHistory } from './BCMHistory';
import { BCMIndicator } from './BCMIndicator';
import { BCMRebuildDialog } from './BCMRebuildDialog';
import { BCMStaleBanner } from './BCMStaleBanner';

const MANIFEST = '*/api/v1/context/manifest';
const REBUILD = '*/api/v1/context/rebuild';
const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString();
const problem = (status: number, code: string) =>
  HttpResponse.json({ type: 'x', title: 'x', status, code, detail: 'in the words of the server' }, { status });

function given(manifest: Manifest | null, role: Schemas['Role'] = 'owner') {
  server.use(
    http.get(MANIFEST, () => (manifest ? HttpResponse.json(manifest) : problem(404, 'BCM_NOT_FOUND'))),
    http.get('*/api/v1/session', () => HttpResponse.json(founder(role))),
  );
}

beforeEach(() => useBcmStore.getState().reset());

describe('the indicator', () => {
  it.each([
    ['Fresh', manifestOf()],
    ['Stale', manifestOf({ pending_changes: true })],
    ['Expired', manifestOf({ refreshed_at: daysAgo(15) })],
    ['Rebuilding', manifestOf({ status: 'building' })],
    ['Rebuild failed', manifestOf({ status: 'error' })],
  ])('says %s with the version', async (word, manifest) => {
    given(manifest);
    await draw(<BCMIndicator />);
    expect(await screen.findByRole('link', { name: `Context: ${word} version 1.0.0` })).toBeVisible();
  });

  it('says that there is none', async () => {
    given(null);
    await draw(<BCMIndicator />);
    expect(await screen.findByRole('link', { name: 'Context: Missing' })).toBeVisible();
  });

  it('in detail names the size out of the budget', async () => {
    given(manifestOf({ token_count: 1168 }));
    await draw(<BCMIndicator variant="detailed" />);
    expect(await screen.findByRole('progressbar', { name: 'Size' })).toHaveAttribute(
      'aria-valuetext',
      '1,168 of 1,200 tokens',
    );
  });
});

describe('the banner', () => {
  it('is not there for a fresh context', async () => {
    given(manifestOf());
    await draw(
      <>
        <BCMIndicator />
        <BCMStaleBanner />
      </>,
    );
    await screen.findByText('Fresh');
    expect(screen.queryByRole('status')).toBeNull();
    expect(screen.queryByRole('alert')).toBeNull();
  });

  it('warns of changed answers and opens the question for a rebuild', async () => {
    given(manifestOf({ pending_changes: true, stale_reason: 'answers_changed' }));
    await draw(<BCMStaleBanner />);
    expect(await screen.findByRole('status')).toHaveTextContent('Answers changed after version 1.0.0');
    await userEvent.click(await screen.findByRole('button', { name: 'Rebuild' }));
    expect(useBcmStore.getState().asking).toBe(true);
  });

  it('tells a member who can rebuild an expired context', async () => {
    given(manifestOf({ refreshed_at: daysAgo(15) }), 'member');
    await draw(<BCMStaleBanner />);
    expect(await screen.findByRole('alert')).toHaveTextContent('An owner or an admin of the workspace can rebuild it');
    expect(screen.queryByRole('button', { name: 'Rebuild' })).toBeNull();
  });

  it('after a failed rebuild offers to look again', async () => {
    given(manifestOf({ status: 'error' }));
    await draw(<BCMStaleBanner />);
    expect(await screen.findByRole('alert')).toHaveTextContent('The version before stays in force');
    given(manifestOf());
    await userEvent.click(screen.getByRole('button', { name: 'Check again' }));
    await waitFor(() => expect(screen.queryByRole('alert')).toBeNull());
  });
});

describe('the gate', () => {
  const page = (
    <BCMGate what="Moves">
      {({ manifest, blocked }) => (
        <p>
          {manifest.version} {blocked ?? 'open'}
        </p>
      )}
    </BCMGate>
  );

  it('lets through with a context', async () => {
    given(manifestOf());
    await draw(page);
    expect(await screen.findByText('1.0.0 open')).toBeVisible();
  });

  it('keeps an expired context readable and says why nothing new can be made', async () => {
    given(manifestOf({ refreshed_at: daysAgo(15) }));
    await draw(page);
    expect(await screen.findByText(/1\.0\.0 The context has expired/)).toBeVisible();
  });

  it('explains a missing context and gives an owner one action', async () => {
    given(null);
    await draw(page);
    await userEvent.click(await screen.findByRole('button', { name: 'Build the context' }));
    expect(useBcmStore.getState().asking).toBe(true);
    expect(screen.getAllByRole('button')).toHaveLength(1);
  });

  it('gives a member no button that would be refused', async () => {
    given(null, 'member');
    await draw(page);
    expect(await screen.findByText('An owner or an admin of the workspace can build it.')).toBeVisible();
    expect(screen.queryByRole('button', { name: 'Build the context' })).toBeNull();
  });

  it('offers to try again when the context could not be read', async () => {
    given(null);
    server.use(http.get(MANIFEST, () => problem(503, 'SERVICE_UNAVAILABLE')));
    await draw(page);
    expect(await screen.findByRole('alert')).toHaveTextContent('The context could not be read');
    given(manifestOf());
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByText('1.0.0 open')).toBeVisible();
  });
});

describe('the rebuild', () => {
  const made = (changes: Partial<Schemas['RebuiltManifest']>): Schemas['RebuiltManifest'] => ({
    ...manifestOf({ version: '1.1.0' }),
    change_type: 'minor',
    processing_time_ms: 30,
    unchanged: false,
    ...changes,
  });

  function Driven() {
    useBcmSync();
    return (
      <>
        <BCMIndicator />
        <BCMRebuildDialog />
      </>
    );
  }

  it('puts the new version in force everywhere', async () => {
    given(manifestOf({ created_at: daysAgo(3) }));
    const keys: (string | null)[] = [];
    server.use(
      http.post(REBUILD, async ({ request }) => {
        keys.push(request.headers.get('idempotency-key'));
        expect(await request.json()).toEqual({ force: false });
        return HttpResponse.json(made({}));
      }),
    );
    await draw(<Driven />);
    await userEvent.click(await screen.findByRole('button', { name: 'Rebuild' }));
    expect(await screen.findByRole('dialog', { name: 'A new version is in force' })).toHaveTextContent(
      'Details changed',
    );
    expect(screen.getByRole('link', { name: 'Context: Fresh version 1.1.0' })).toBeVisible();
    expect(keys).toEqual([expect.stringMatching(/^[\w-]{8,64}$/)]);
  });

  it('tells when nothing changed', async () => {
    given(manifestOf());
    server.use(
      http.post(REBUILD, () => HttpResponse.json(made({ unchanged: true, change_type: null, version: '1.0.0' }))),
    );
    await draw(<Driven />);
    await userEvent.click(await screen.findByRole('button', { name: 'Rebuild' }));
    expect(await screen.findByRole('dialog', { name: 'Nothing changed' })).toHaveTextContent(
      'Version 1.0.0 stays in force',
    );
  });

  it('warns of a young version, explains the refusal and forces when told to', async () => {
    given(manifestOf());
    const forced: unknown[] = [];
    server.use(
      http.post(REBUILD, async ({ request }) => {
        const body = await request.json();
        forced.push(body);
        return forced.length === 1 ? problem(429, 'REBUILD_COOLDOWN') : HttpResponse.json(made({}));
      }),
    );
    await draw(<Driven />);
    expect(await screen.findByText(/Within the first hour a rebuild is refused/)).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: 'Rebuild' }));
    expect(await screen.findByRole('alert')).toHaveTextContent('Tick the box to rebuild it anyway');
    await userEvent.click(screen.getByRole('checkbox'));
    await userEvent.click(screen.getByRole('button', { name: 'Rebuild' }));
    await screen.findByRole('dialog', { name: 'A new version is in force' });
    expect(forced).toEqual([{ force: false }, { force: true }]);
  });

  it('keeps the failure in sight when the answers do not fit', async () => {
    given(manifestOf({ created_at: daysAgo(3) }));
    server.use(http.post(REBUILD, () => problem(422, 'BCM_BUDGET_EXCEEDED')));
    await draw(<Driven />);
    await userEvent.click(await screen.findByRole('button', { name: 'Rebuild' }));
    expect(await screen.findByRole('alert')).toHaveTextContent('do not fit into 1,200 tokens');
    expect(useBcmStore.getState().failure).toBe('BCM_BUDGET_EXCEEDED');
  });

  it('follows a rebuild that runs already until it is done', async () => {
    let asked = 0;
    given(manifestOf({ created_at: daysAgo(3) }));
    server.use(http.post(REBUILD, () => problem(409, 'REBUILD_IN_PROGRESS')));
    await draw(<Driven />);
    await screen.findByText('Fresh');
    server.use(
      http.get(MANIFEST, () => {
        asked += 1;
        return HttpResponse.json(
          asked === 1 ? manifestOf({ status: 'building' }) : manifestOf({ version: '1.1.0', status: 'ok' }),
        );
      }),
    );
    await userEvent.click(screen.getByRole('button', { name: 'Rebuild' }));
    expect(await screen.findByRole('link', { name: /^Context: Rebuilding/ })).toBeVisible();
    expect(await screen.findByRole('link', { name: 'Context: Fresh version 1.1.0' }, { timeout: 4000 })).toBeVisible();
    expect(useBcmStore.getState().following).toBe(false);
  });
});

describe('the history', () => {
  const entry = (version: string, change_type: 'initial' | 'minor'): Schemas['History']['versions'][number] => ({
    version,
    change_type,
    checksum: 'x',
    completion: 100,
    created_at: daysAgo(1),
    created_by: null,
    fields_changed: [],
    reason: null,
    source: change_type === 'initial' ? 'onboarding' : 'rebuild',
    token_count: 900,
  });

  beforeEach(() => {
    given(manifestOf({ version: '1.1.0' }));
    server.use(
      http.get('*/api/v1/context/history', () =>
        HttpResponse.json({ total_count: 2, versions: [entry('1.1.0', 'minor'), entry('1.0.0', 'initial')] }),
      ),
      http.get('*/api/v1/context/versions/:version', ({ params }) =>
        HttpResponse.json(
          manifestOf({
            version: String(params.version),
            manifest: {
              ...manifestOf().manifest,
              channels: { primary: [params.version === '1.0.0' ? 'Fairs' : 'LinkedIn'] },
            },
          }),
        ),
      ),
    );
  });

  it('reads out what is different between two versions', async () => {
    await draw(<BCMHistory />);
    await userEvent.click(await screen.findByRole('button', { name: 'Changes of version 1.1.0' }));
    const channels = await screen.findByRole('region', { name: 'Channels' });
    expect(
      within(channels)
        .getAllByRole('listitem')
        .map((line) => line.textContent),
    ).toEqual(['Removed Fairs', 'Added LinkedIn']);
  });

  it('says when the body of a version is gone', async () => {
    server.use(http.get('*/api/v1/context/versions/:version', () => problem(410, 'BODY_PURGED')));
    await draw(<BCMHistory />);
    await userEvent.click(await screen.findByRole('button', { name: 'Changes of version 1.1.0' }));
    expect(await screen.findByRole('alert')).toHaveTextContent('no longer kept');
  });

  it('asks before it restores', async () => {
    const restored: unknown[] = [];
    server.use(
      http.post('*/api/v1/context/restore', async ({ request }) => {
        restored.push(await request.json());
        return HttpResponse.json({
          ...manifestOf({ version: '1.2.0' }),
          change_type: 'minor',
          processing_time_ms: 9,
          unchanged: false,
        });
      }),
    );
    await draw(<BCMHistory />);
    await userEvent.click(await screen.findByRole('button', { name: 'Restore version 1.0.0' }));
    const dialog = await screen.findByRole('dialog', { name: 'Restore version 1.0.0?' });
    expect(restored).toEqual([]);
    await userEvent.click(within(dialog).getByRole('button', { name: 'Restore' }));
    expect(await screen.findByText('Version 1.2.0 is in force and says what version 1.0.0 said.')).toBeVisible();
    expect(restored).toEqual([{ version: '1.0.0' }]);
  });
});
