import { createEvent, fireEvent, screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { AwarenessLadder } from './AwarenessLadder';
import { drawn } from './drawn';
import { FocusBoard } from './FocusBoard';
import { IcpEditor } from './IcpEditor';
import { Soundbites } from './Soundbites';

const board = {
  items: [
    { id: 'a', category: 'audience', item: 'Hotels', decision: 'focus' },
    { id: 'b', category: 'product', item: 'Enterprise', decision: 'sacrifice', forced_decision: 'sacrifice' },
    { id: 'c', category: 'channels', item: 'Events' },
  ],
};

describe('focus and sacrifice', () => {
  it('moves an item to the other side by a button that keeps the focus', async () => {
    const { user, answers } = await drawn(FocusBoard, 15, { data: board });
    await user.click(screen.getByRole('button', { name: 'Move to sacrifice: Hotels' }));
    expect(answers()).toMatchObject({ items: [{ decision: 'sacrifice' }, {}, {}] });
    expect(screen.getByRole('button', { name: 'Move to focus: Hotels' })).toHaveFocus();
    expect(screen.getByText('Hotels is now in sacrifice')).toBeInTheDocument();
  });

  it('takes what is dropped on a side', async () => {
    const { answers } = await drawn(FocusBoard, 15, { data: board });
    const focus = screen.getByRole('region', { name: 'Focus' });
    const drop = createEvent.drop(focus);
    Object.defineProperty(drop, 'dataTransfer', { value: { getData: () => 'c' } });
    fireEvent(focus, drop);
    expect(answers()).toMatchObject({ items: [{}, {}, { decision: 'focus' }] });
  });

  it('locks what the path forces and shows what is undecided', async () => {
    await drawn(FocusBoard, 15, { data: board, others: { 9: { selected_path: 'bold' } } });
    const sacrifice = screen.getByRole('region', { name: 'Sacrifice' });
    expect(within(sacrifice).getByText(/Decided by the bold path/)).toBeVisible();
    expect(screen.queryByRole('button', { name: /Enterprise/ })).not.toBeInTheDocument();
    expect(within(screen.getByRole('region', { name: 'Undecided' })).getByDisplayValue('Events')).toBeVisible();
  });
});

describe('customer profiles', () => {
  const icps = [
    { id: 'a', name: 'Cook' },
    { id: 'b', name: 'Owner', vertical: 'Dining', pains: [{ id: 'p', description: 'Late figures', severity: 'high' }] },
  ];

  it('opens with the most complete one, marks it as primary and says what would add to it', async () => {
    await drawn(IcpEditor, 16, { data: { icps } });
    expect(screen.getByRole('tab', { name: 'Owner primary' })).toHaveAttribute('aria-selected', 'true');
    expect(screen.getByRole('progressbar', { name: 'Completeness' })).toHaveAttribute('aria-valuenow', '25');
    expect(screen.getByText(/Would add to it: a description, a company size, 2 more pains/)).toBeVisible();
  });

  it('weighs a pain and adds another', async () => {
    const { user, answers } = await drawn(IcpEditor, 16, { data: { icps } });
    const severity = screen.getByRole('slider', { name: 'Severity of pain 1' });
    expect(severity).toHaveValue('8');
    fireEvent.change(severity, { target: { value: '9' } });
    await user.click(screen.getByRole('button', { name: 'Add a pain' }));
    await user.keyboard('No price');
    expect(answers()).toMatchObject({
      icps: [{}, { pains: [{ severity: 9 }, { description: 'No price', severity: 5 }] }],
    });
  });

  it('takes three profiles at most', async () => {
    const { user, answers } = await drawn(IcpEditor, 16, { data: { icps } });
    await user.click(screen.getByRole('button', { name: 'Add a profile' }));
    expect(screen.getByRole('tab', { name: 'Profile 3' })).toHaveAttribute('aria-selected', 'true');
    expect(answers()).toMatchObject({ icps: [{}, {}, { tier: 'tertiary' }] });
    expect(screen.queryByRole('button', { name: 'Add a profile' })).not.toBeInTheDocument();
  });
});

describe('awareness ladder', () => {
  it('shows all five rungs and takes the word that it was read', async () => {
    const data = { ladder: [{ id: '1', rung: 'unaware', belief: 'All is well', message: 'Count tonight' }] };
    const { user, answers } = await drawn(AwarenessLadder, 17, { data });
    expect(within(screen.getByRole('list')).getAllByRole('listitem')).toHaveLength(5);
    expect(screen.getByText('Count tonight')).toBeVisible();
    await user.click(screen.getByRole('checkbox', { name: 'I have read the ladder' }));
    expect(answers().reviewed).toBe(true);
  });
});

describe('soundbites', () => {
  const data = { soundbites: [{ id: 's', kind: 'problem', content: 'Late figures cost outlets.', status: 'draft' }] };

  it('approves a line and takes it back', async () => {
    const { user, answers } = await drawn(Soundbites, 19, { data });
    const approve = screen.getByRole('button', { name: 'Approve Problem 1' });
    await user.click(approve);
    expect(answers()).toMatchObject({ soundbites: [{ status: 'approved' }] });
    expect(screen.getByText('1 of 1 approved')).toBeVisible();
    await user.click(approve);
    expect(answers()).toMatchObject({ soundbites: [{ status: 'draft' }] });
  });

  it('approves all drafts at once', async () => {
    const draft = { kind: 'problem', content: 'Late figures cost outlets.', status: 'draft' };
    const soundbites = ['s', 't'].map((id) => ({ id, ...draft }));
    const { user, answers } = await drawn(Soundbites, 19, { data: { soundbites } });
    await user.click(screen.getByRole('button', { name: 'Approve all 2 drafts' }));
    expect(answers()).toMatchObject({
      soundbites: [
        { id: 's', status: 'approved' },
        { id: 't', status: 'approved' },
      ],
    });
    expect(screen.queryByRole('button', { name: /^Approve all/ })).not.toBeInTheDocument();
  });

  it('adds a line of a kind and measures it', async () => {
    const { user, answers } = await drawn(Soundbites, 19, { data });
    await user.click(screen.getByRole('button', { name: 'Add a line for proof' }));
    await user.keyboard('Four points less');
    expect(answers()).toMatchObject({
      soundbites: [{}, { kind: 'proof', content: 'Four points less', status: 'draft' }],
    });
    expect(screen.getByText('short, 16 characters')).toBeVisible();
  });

  it('can only be read in a closed session', async () => {
    await drawn(Soundbites, 19, { data, readOnly: true });
    expect(screen.getByRole('button', { name: 'Approve Problem 1' })).toBeDisabled();
    expect(screen.getByRole('textbox', { name: 'Text of Problem 1' })).toBeDisabled();
  });
});
