import { screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { Contradictions } from './Contradictions';
import { drawn } from './drawn';
import { FactReview } from './FactReview';
import { TruthSheet } from './TruthSheet';

const FACTS = [
  { id: 'a', category: 'identity', label: 'Company', value: 'Katori', confidence: 90, sources: ['deck'] },
  { id: 'b', category: 'proof', label: 'Groups', value: '62 groups', status: 'pending' },
  { id: 'c', category: 'proof', label: 'Cheapest', value: 'Cheapest in India', status: 'rejected' },
];

describe('fact review', () => {
  it('names the evidence of a fact and how sure it is', async () => {
    await drawn(FactReview, 2, {
      data: { facts: FACTS },
      others: { 1: { evidence: [{ id: 'deck', name: 'Sales deck' }] } },
    });
    expect(screen.getByText('Sales deck', { selector: 'p span' })).toBeVisible();
    expect(screen.getByText('confidence 90 %')).toBeVisible();
    expect(screen.getByText('3 facts: 0 accepted, 2 pending, 1 rejected')).toBeVisible();
  });

  it('accepts and rejects a fact, and stays with what was decided', async () => {
    const { user, answers } = await drawn(FactReview, 2, { data: { facts: FACTS } });
    const accept = screen.getByRole('button', { name: 'Accept Company' });
    await user.click(accept);
    expect(answers()).toMatchObject({ facts: [{ status: 'verified' }, {}, {}] });
    expect(accept).toHaveAttribute('aria-pressed', 'true');
    await user.click(accept);
    expect(answers()).toMatchObject({ facts: [{ status: 'verified' }, {}, {}] });
    await user.click(screen.getByRole('button', { name: 'Reject Company' }));
    expect(answers()).toMatchObject({ facts: [{ status: 'rejected' }, {}, {}] });
    await user.click(accept);
    expect(answers()).toMatchObject({ facts: [{ status: 'verified' }, {}, {}] });
  });

  it('keeps a fact accepted that was typed by hand', async () => {
    const { user, answers } = await drawn(FactReview, 2);
    await user.click(screen.getByRole('button', { name: 'Add a fact' }));
    await user.keyboard('Team');
    await user.type(screen.getByRole('textbox', { name: 'Fact: Team' }), '14 people');
    await user.click(screen.getByRole('button', { name: 'Accept Team' }));
    expect(answers()).toMatchObject({ facts: [{ value: '14 people', status: 'edited' }] });
    expect(screen.getByText('1 fact: 1 accepted, 0 pending, 0 rejected')).toBeVisible();
  });

  it('marks a fact as edited when its words change', async () => {
    const { user, answers } = await drawn(FactReview, 2, { data: { facts: FACTS } });
    await user.type(screen.getByRole('textbox', { name: 'Fact: Groups' }), ' now');
    expect(answers()).toMatchObject({ facts: [{}, { value: '62 groups now', status: 'edited' }, {}] });
  });

  it('changes what a fact rests on among its details', async () => {
    const others = { 1: { evidence: [{ id: 'deck', name: 'Sales deck' }] } };
    const { user, answers } = await drawn(FactReview, 2, { data: { facts: [FACTS[0] ?? null] }, others });
    await user.click(screen.getByText('Details'));
    await user.click(screen.getByRole('checkbox', { name: 'Your own knowledge' }));
    await user.selectOptions(screen.getByRole('combobox', { name: 'Category' }), 'Audience');
    expect(answers()).toMatchObject({ facts: [{ sources: ['deck', 'manual'], category: 'audience' }] });
  });

  it('settles all pending facts at once and says so', async () => {
    const { user, answers } = await drawn(FactReview, 2, { data: { facts: FACTS } });
    await user.click(screen.getByRole('button', { name: 'Accept all 2 pending' }));
    expect(answers()).toMatchObject({
      facts: [{ status: 'verified' }, { status: 'verified' }, { status: 'rejected' }],
    });
    expect(screen.getByText('2 facts accepted')).toBeInTheDocument();
  });

  it('takes a fact of the founder and goes to its words', async () => {
    const { user, answers } = await drawn(FactReview, 2);
    await user.click(screen.getByRole('button', { name: 'Add a fact' }));
    await user.keyboard('Team');
    expect(answers()).toMatchObject({ facts: [{ label: 'Team', status: 'verified', sources: ['manual'] }] });
  });
});

describe('contradiction check', () => {
  const CRITICAL = {
    id: 'x',
    type: 'contradiction',
    priority: 'critical',
    title: 'Outlets',
    violation: ['350', '410'],
  };

  it('calls an empty list a good state', async () => {
    await drawn(Contradictions, 3);
    expect(screen.getByText('No clash noted')).toBeVisible();
  });

  it('begins with two statements that face each other, and names them', async () => {
    const { user, answers } = await drawn(Contradictions, 3, {
      data: { issues: [{ ...CRITICAL, violation: ['350'] }] },
    });
    await user.type(screen.getByRole('textbox', { name: 'Statement 2 of Outlets' }), '410');
    expect(answers()).toMatchObject({ issues: [{ violation: ['350', '410'] }] });
    await user.keyboard('{Enter}');
    expect(screen.getByRole('textbox', { name: 'Statement 3 of Outlets' })).toHaveFocus();
    await user.click(screen.getByRole('button', { name: 'Remove Statement 1 of Outlets' }));
    expect(answers()).toMatchObject({ issues: [{ violation: ['410', ''] }] });
  });

  it('warns of critical clashes and resolves one only with a reason', async () => {
    const { user, answers } = await drawn(Contradictions, 3, { data: { issues: [CRITICAL] } });
    expect(screen.getByRole('alert')).toHaveTextContent('1 critical clash to resolve');
    await user.click(screen.getByRole('button', { name: 'Mark as resolved: Outlets' }));
    const reason = screen.getByRole('textbox', { name: 'How it is resolved: Outlets' });
    expect(reason).toHaveFocus();
    expect(reason).toBeInvalid();
    expect(answers()).not.toMatchObject({ issues: [{ resolved: true }] });
    await user.type(reason, '410 is right since June');
    await user.click(screen.getByRole('button', { name: 'Mark as resolved: Outlets' }));
    expect(answers()).toMatchObject({ issues: [{ resolved: true, resolution: '410 is right since June' }] });
    expect(screen.queryByRole('alert')).not.toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Reopen Outlets' }));
    expect(answers()).toMatchObject({ issues: [{ resolved: false }] });
  });
});

describe('truth sheet', () => {
  const ROWS = [
    { id: 'a', category: 'company', label: 'Company', value: 'Katori', status: 'needs_review' },
    { id: 'b', category: 'team', label: 'Team', value: '14 people', status: 'needs_review' },
  ];

  it('locks once every row is confirmed', async () => {
    const { user, answers } = await drawn(TruthSheet, 4, { data: { truth_sheet: ROWS } });
    expect(screen.queryByRole('button', { name: 'Lock the sheet' })).not.toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Team needs review.' }));
    expect(screen.getByRole('combobox', { name: 'Category of Team' })).toHaveFocus();
    await user.click(screen.getByRole('button', { name: 'Confirm Company' }));
    await user.click(screen.getByRole('button', { name: 'Confirm all 1 to review' }));
    await user.click(screen.getByRole('button', { name: 'Lock the sheet' }));
    expect(answers()).toMatchObject({ locked: true, truth_sheet: [{ status: 'confirmed' }, { status: 'confirmed' }] });
    expect(screen.getByRole('textbox', { name: 'Value of Team' })).toBeDisabled();
  });

  it('asks before it unlocks', async () => {
    const data = {
      truth_sheet: [{ ...ROWS[0], status: 'confirmed' }],
      locked: true,
      versions: [{ version: 2, item_count: 1, created_at: '2026-09-01T10:00:00Z' }],
    };
    const { user, answers } = await drawn(TruthSheet, 4, { data });
    expect(screen.getByText(/version 2, 1 row/)).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Unlock' }));
    const dialog = screen.getByRole('dialog', { name: 'Unlock the truth sheet?' });
    await user.click(within(dialog).getByRole('button', { name: 'Keep it locked' }));
    expect(answers()).toMatchObject({ locked: true });
    await user.click(screen.getByRole('button', { name: 'Unlock' }));
    await user.click(screen.getByRole('button', { name: 'Unlock the sheet' }));
    expect(answers()).toMatchObject({ locked: false });
  });

  it('stays unlocked while a critical clash is open', async () => {
    const others = { 3: { issues: [{ id: 'x', priority: 'critical', resolved: false }] } };
    await drawn(TruthSheet, 4, { data: { truth_sheet: [{ ...ROWS[0], status: 'confirmed' }] }, others });
    expect(screen.getByText('A critical clash of step 3 is not resolved.')).toBeVisible();
  });
});
