import { screen, waitFor, within } from '@testing-library/react';
import type { UserEvent } from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { Fields } from '../Fields';
import { CategoryPaths } from './CategoryPaths';
import { Contradictions } from './Contradictions';
import { drawn } from './drawn';
import { FactReview } from './FactReview';
import { IcpEditor } from './IcpEditor';
import { MarketFunnel } from './MarketFunnel';
import { PerceptualMap } from './PerceptualMap';
import { TruthSheet } from './TruthSheet';

async function press(user: UserEvent, name: string | RegExp) {
  await user.click(screen.getByRole('button', { name }));
}

async function expectFocusOn(role: Parameters<typeof screen.getByRole>[0], name: string | RegExp) {
  await waitFor(() => expect(screen.getByRole(role, { name })).toHaveFocus());
}

const row = (id: string, label: string, status = 'needs_review') => ({
  id,
  category: 'company',
  label,
  value: 'x',
  status,
});
const fact = (id: string, label: string) => ({ id, category: 'proof', label, value: 'x', status: 'pending' });
const factNamed = (label: string) =>
  screen
    .getAllByRole('listitem')
    .find((item) => within(item).queryByRole('textbox', { name: `Label of ${label}` })) as HTMLElement;

describe('the focus goes on when what was pressed is gone', () => {
  it('from a confirmed row to the next one to confirm, at the end to the heading', async () => {
    const rows = [row('a', 'Company'), row('b', 'Team', 'confirmed'), row('c', 'City')];
    const { user } = await drawn(TruthSheet, 4, { data: { truth_sheet: rows } });
    await press(user, 'Confirm Company');
    await expectFocusOn('button', 'Confirm City');
    expect(screen.getByText('Company is confirmed')).toBeInTheDocument();
    await press(user, 'Confirm City');
    await expectFocusOn('heading', 'Rows');
  });

  it('from the last row to confirm back to one that was passed over', async () => {
    const { user } = await drawn(TruthSheet, 4, { data: { truth_sheet: [row('a', 'Company'), row('b', 'Team')] } });
    await press(user, 'Confirm Team');
    await expectFocusOn('button', 'Confirm Company');
  });

  it('from all rows at once to the heading of the rows', async () => {
    const { user } = await drawn(TruthSheet, 4, { data: { truth_sheet: [row('a', 'Company')] } });
    await press(user, 'Confirm all 1 to review');
    await expectFocusOn('heading', 'Rows');
    expect(screen.getByText('Every row is confirmed')).toBeInTheDocument();
  });

  it('from all pending facts to the heading of the facts', async () => {
    const { user } = await drawn(FactReview, 2, { data: { facts: [fact('a', 'Company')] } });
    await press(user, 'Reject all pending');
    await expectFocusOn('heading', 'Facts');
    expect(screen.getByText('1 fact rejected')).toBeInTheDocument();
  });

  it('from a removed fact to its neighbour', async () => {
    const { user } = await drawn(FactReview, 2, { data: { facts: [fact('a', 'Company'), fact('b', 'Team')] } });
    await user.click(within(factNamed('Company')).getByText('Details'));
    await user.click(within(factNamed('Company')).getByRole('button', { name: 'Remove this fact' }));
    await press(user, 'Remove');
    await expectFocusOn('textbox', 'Label of Team');
    expect(screen.getByText('Removed Company')).toBeInTheDocument();
  });

  it('along with a fact to its new category', async () => {
    const { user } = await drawn(FactReview, 2, { data: { facts: [fact('a', 'Company'), fact('b', 'Team')] } });
    await user.click(within(factNamed('Company')).getByText('Details'));
    const category = within(factNamed('Company')).getByRole('combobox', { name: 'Category' });
    await user.selectOptions(category, 'Audience');
    await expectFocusOn('textbox', 'Label of Company');
  });

  it('to the name of a customer just begun', async () => {
    const { user } = await drawn(IcpEditor, 16);
    await press(user, 'Describe a customer');
    await expectFocusOn('textbox', 'Name');
  });

  it('to the tab that is left when a map is removed', async () => {
    const options = ['Speed', 'Depth'].map((name) => ({ id: name, name, x_value: 50, y_value: 50, competitors: [] }));
    const { user } = await drawn(PerceptualMap, 11, { data: { options } });
    await press(user, 'Remove this map');
    await press(user, 'Remove');
    await expectFocusOn('tab', 'Depth');
    await press(user, 'Remove this map');
    await press(user, 'Remove');
    await expectFocusOn('heading', 'Perceptual map');
  });

  it('to the words of a proposal just begun', async () => {
    const { user } = await drawn(CategoryPaths, 9);
    await press(user, 'Write down a bold proposal');
    await expectFocusOn('textbox', /^Proposed category/);
  });

  it('from a cleared choice to the first of its choices', async () => {
    const { user } = await drawn(MarketFunnel, 21, { data: { method: 'bottom_up' } });
    await press(user, /^Clear/);
    await expectFocusOn('radio', 'Top-down');
  });

  it('along with a clash that moves down when it is resolved', async () => {
    const issues = ['Outlets', 'Price'].map((title) => ({
      id: title,
      type: 'contradiction',
      priority: 'medium',
      title,
      resolution: 'The first one holds',
    }));
    const { user } = await drawn(Contradictions, 3, { data: { issues } });
    await press(user, 'Mark as resolved: Outlets');
    await expectFocusOn('button', 'Reopen Outlets');
  });
});

describe('the focus stays in a list that is sorted', () => {
  const alternatives = ['First', 'Second', 'Third'].map((name) => ({ id: name, name }));

  it('on the way back at both ends', async () => {
    const { user } = await drawn(Fields, 7, { data: { alternatives } });
    await user.click(screen.getByText('Second', { selector: 'summary *' }));
    await press(user, 'Move Second up');
    await expectFocusOn('button', 'Move Second down');
    expect(screen.getByText('Second is now number 1 of 3')).toBeInTheDocument();
    await press(user, 'Move Second down');
    await expectFocusOn('button', 'Move Second down');
    await press(user, 'Move Second down');
    await expectFocusOn('button', 'Move Second up');
  });

  it('on the way back after a removal, and on what came back', async () => {
    const { user } = await drawn(Fields, 7, { data: { alternatives } });
    await user.click(screen.getByText('Second', { selector: 'summary *' }));
    await press(user, 'Remove Second');
    await expectFocusOn('button', 'Undo');
    await press(user, 'Undo');
    await waitFor(() => expect(document.activeElement).toHaveValue('Second'));
  });
});

describe('the focus is left alone', () => {
  it('when somebody has pressed on plain paper before', async () => {
    const { user } = await drawn(TruthSheet, 4, { data: { truth_sheet: [row('a', 'Company')] } });
    screen.getByRole('button', { name: 'Confirm Company' }).focus();
    await user.click(screen.getByRole('heading', { name: 'Truth sheet' }));
    expect(document.body).toHaveFocus();
  });
});
