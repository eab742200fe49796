import { screen, within } from '@testing-library/react';
import { HttpResponse, http } from 'msw';
import { describe, expect, it } from 'vitest';
import { server } from '@/test/server';
import { ChannelTiers } from './ChannelTiers';
import { DESCRIPTION, drawn, SID } from './drawn';
import { FinalSynthesis } from './FinalSynthesis';
import { MarketFunnel } from './MarketFunnel';

describe('channel tiers', () => {
  const channels = ['linkedin', 'newsletter', 'events'].map((id) => ({ id, tier: 'primary' }));

  it('places a channel and keeps the focus on it', async () => {
    const { user, answers } = await drawn(ChannelTiers, 20, { data: { channels: [] } });
    await user.selectOptions(screen.getByRole('combobox', { name: 'Tier of Newsletter' }), 'Secondary');
    expect(answers()).toMatchObject({ channels: [{ id: 'newsletter', tier: 'secondary', is_owned: true }] });
    expect(within(screen.getByRole('region', { name: 'Secondary' })).getByText('owned')).toBeVisible();
    expect(screen.getByRole('combobox', { name: 'Tier of Newsletter' })).toHaveFocus();
  });

  it('tells when a fourth channel becomes primary', async () => {
    const { user } = await drawn(ChannelTiers, 20, { data: { channels } });
    expect(screen.queryByText(/Keep to three/)).not.toBeInTheDocument();
    await user.selectOptions(screen.getByRole('combobox', { name: 'Tier of X' }), 'Primary');
    expect(screen.getByText(/4 channels are primary. Keep to three/)).toBeVisible();
  });

  it('warns when an avoided channel becomes primary and puts it back', async () => {
    const { user, answers } = await drawn(ChannelTiers, 20, { data: { channels: [{ id: 'tiktok', tier: 'avoid' }] } });
    await user.selectOptions(screen.getByRole('combobox', { name: 'Tier of TikTok' }), 'Primary');
    expect(screen.getByText('TikTok was to be avoided and is now primary')).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Put it back' }));
    expect(answers()).toMatchObject({ channels: [{ id: 'tiktok', tier: 'avoid' }] });
  });
});

describe('market size', () => {
  it('takes any grouping, shows the Indian one and the words', async () => {
    const { user, answers } = await drawn(MarketFunnel, 21, { data: { tam: { value: 6_500_000_000 } } });
    const value = within(screen.getByRole('group', { name: 'Serviceable market' })).getByRole('textbox', {
      name: /Value a year/,
    });
    await user.type(value, '147,00,00,000');
    await user.tab();
    expect(answers()).toMatchObject({ sam: { value: 1_470_000_000 } });
    expect(value).toHaveValue('1,47,00,00,000');
    expect(screen.getByText('147 crore, 22.62% of total')).toBeVisible();
  });

  it('says when a part is larger than its whole', async () => {
    await drawn(MarketFunnel, 21, { data: { tam: { value: 5 }, sam: { value: 6 } } });
    expect(screen.getByRole('alert')).toHaveTextContent('The serviceable market is a part of the total market');
  });
});

describe('final synthesis', () => {
  const PREVIEW = {
    manifest: {
      foundation: { company: { name: 'Katori', industry: 'technology', stage: 'seed' } },
      meta: { source: 'onboarding' },
    },
    token_count: 1087,
    token_budget: 1200,
    compression_level: 'none',
    dropped: [],
    missing: [{ n: 6, step_id: 'market_intelligence', title: 'Voice of market', fields: [] }],
  };
  const answerWith = (body: object, status = 200) =>
    server.use(http.get(`*/api/v1/onboarding/${SID}/preview`, () => HttpResponse.json(body, { status })));
  const drawFinal = () => {
    server.use(
      http.get('*/api/v1/onboarding/steps', () => HttpResponse.json(DESCRIPTION)),
      http.get('*/api/v1/onboarding/current', () => HttpResponse.json({ code: 'SESSION_NOT_FOUND' }, { status: 404 })),
    );
    return drawn(FinalSynthesis, 23, { others: { 9: { category: 'Evening cost control', selected_path: 'clever' } } });
  };

  it('shows what was decided, what is missing and how long the manifest is', async () => {
    answerWith(PREVIEW);
    await drawFinal();
    expect(await screen.findByText('Evening cost control')).toBeVisible();
    expect(screen.getByRole('link', { name: 'Edit Category path' })).toHaveAttribute(
      'href',
      '/onboarding/session/step/9',
    );
    expect(await screen.findByText('1,087 of 1,200 tokens')).toBeVisible();
    expect(screen.getByText('1 step is not complete')).toBeVisible();
    expect(screen.getByText('Katori')).toBeVisible();
  });

  it('does without a preview when it cannot be had', async () => {
    answerWith({ code: 'BCM_UNAVAILABLE', detail: 'The manifest cannot be built right now.' }, 503);
    await drawFinal();
    expect(await screen.findByText(/you can go on without it/)).toBeVisible();
  });

  it('takes the approval and finalizes', async () => {
    answerWith(PREVIEW);
    const calls: string[] = [];
    server.use(
      http.post(`*/api/v1/onboarding/${SID}/steps/23/complete`, () => {
        calls.push('complete');
        return HttpResponse.json(
          { code: 'VALIDATION_ERROR', detail: 'One step is in the way.', errors: [] },
          { status: 422 },
        );
      }),
    );
    const { user, answers } = await drawFinal();
    await user.click(await screen.findByRole('checkbox', { name: 'I have read this page and approve it' }));
    expect(answers()).toMatchObject({ final_review: { approved: true } });
    await user.click(screen.getByRole('button', { name: 'Finalize' }));
    expect(await screen.findByText('Not finalized')).toBeVisible();
    expect(calls).toEqual(['complete']);
  });
});
