import { fireEvent, screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { CategoryPaths } from './CategoryPaths';
import { ComparativeAngle } from './ComparativeAngle';
import { drawn } from './drawn';
import { GapAnalysis } from './GapAnalysis';
import { PerceptualMap } from './PerceptualMap';

const OPTION = {
  id: 'speed',
  name: 'Speed',
  x_axis_label: 'Days',
  y_axis_label: 'Effort',
  x_value: 50,
  y_value: 80,
  competitors: [{ id: 'desk', name: 'DineDesk', x: 40, y: 30 }],
};

describe('comparative angle', () => {
  const others = { 7: { alternatives: [{ id: 'sheets', name: 'Spreadsheets', their_promise: 'Free' }] } };

  it('puts our angle beside what the alternative promises', async () => {
    const { user, answers } = await drawn(ComparativeAngle, 8, { others });
    expect(screen.getByText('Free')).toBeVisible();
    await user.type(screen.getByRole('textbox', { name: 'Why a customer chooses us over Spreadsheets' }), 'Tonight');
    expect(answers()).toMatchObject({ leverage: [{ alternative_id: 'sheets', text: 'Tonight' }] });
    expect(screen.getByRole('progressbar', { name: 'Angles written' })).toHaveAttribute('aria-valuetext', '1 of 1');
  });

  it('leads to step 7 while there is nothing to compare with', async () => {
    await drawn(ComparativeAngle, 8);
    expect(screen.getByRole('link', { name: 'List the alternatives in step 7' })).toBeVisible();
  });
});

describe('category paths', () => {
  it('takes the proposed category along with the path', async () => {
    const data = { proposals: [{ id: 'p', path: 'bold', category: 'Kitchen autopilot', pros: ['No comparison'] }] };
    const { user, answers } = await drawn(CategoryPaths, 9, { data });
    await user.click(screen.getByRole('radio', { name: /Bold/ }));
    expect(answers()).toMatchObject({ selected_path: 'bold', category: 'Kitchen autopilot' });
  });

  it('takes what speaks for a path and against it', async () => {
    const data = { proposals: [{ id: 'p', path: 'bold', pros: ['No comparison'] }] };
    const { user, answers } = await drawn(CategoryPaths, 9, { data });
    await user.type(screen.getByRole('textbox', { name: 'Against it on the bold path, point 1' }), 'Owners hesitate');
    expect(answers()).toMatchObject({ proposals: [{ pros: ['No comparison'], cons: ['Owners hesitate'] }] });
    expect(screen.queryByRole('button', { name: /^Move/ })).not.toBeInTheDocument();
  });

  it('tells what is wrong with the choice', async () => {
    await drawn(CategoryPaths, 9, { errors: { '/selected_path': 'Choose a path.' } });
    expect(screen.getByRole('group', { name: 'Path' })).toHaveAccessibleDescription('Choose a path.');
  });
});

describe('perceptual map', () => {
  it('moves a point by arrow keys and says where it is', async () => {
    const { user, answers } = await drawn(PerceptualMap, 11, { data: { options: [OPTION] } });
    const us = screen.getByRole('button', { name: 'Us: Days 50, Effort 80' });
    us.focus();
    await user.keyboard('{ArrowRight}{Shift>}{ArrowDown}{/Shift}');
    expect(answers()).toMatchObject({ options: [{ x_value: 51, y_value: 70 }] });
    expect(screen.getByText('Us: Days 51, Effort 70')).toBeInTheDocument();
    expect(us).toHaveFocus();
  });

  it('moves a rival by number and adds the next known one', async () => {
    const others = { 7: { alternatives: [{ id: 's', name: 'StockChef' }] } };
    const { user, answers } = await drawn(PerceptualMap, 11, { data: { options: [OPTION] }, others });
    const across = screen.getByRole('textbox', { name: 'Days, rival 1' });
    await user.clear(across);
    await user.type(across, '66');
    await user.click(screen.getByRole('button', { name: 'Add a rival' }));
    expect(answers()).toMatchObject({ options: [{ competitors: [{ x: 66 }, { name: 'StockChef', x: 50, y: 50 }] }] });
  });

  it('switches maps by arrow keys and chooses one', async () => {
    const data = { options: [OPTION, { ...OPTION, id: 'depth', name: 'Depth' }], selected_position: 'speed' };
    const { user, answers } = await drawn(PerceptualMap, 11, { data });
    screen.getByRole('tab', { name: /Speed/ }).focus();
    await user.keyboard('{ArrowRight}');
    expect(screen.getByRole('tab', { name: 'Depth' })).toHaveFocus();
    const choose = screen.getByRole('button', { name: 'Choose this map' });
    await user.click(choose);
    expect(answers().selected_position).toBe('depth');
    expect(choose).toHaveFocus();
    await user.click(choose);
    expect(answers().selected_position).toBeUndefined();
  });

  it('begins a map with its name', async () => {
    const { user, answers } = await drawn(PerceptualMap, 11, { data: {} });
    await user.click(screen.getByRole('button', { name: 'Draw a map' }));
    expect(screen.getByRole('textbox', { name: 'Name of the map' })).toHaveFocus();
    expect(answers()).toMatchObject({ options: [{ name: 'Map 1' }] });
  });

  it('asks before a map is removed and forgets that it was chosen', async () => {
    const { user, answers } = await drawn(PerceptualMap, 11, {
      data: { options: [OPTION], selected_position: 'speed' },
    });
    await user.click(screen.getByRole('button', { name: 'Remove this map' }));
    expect(screen.getByRole('dialog', { name: 'Remove Speed?' })).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Remove', description: '' }));
    expect(answers()).toEqual({ options: [] });
  });
});

describe('gap analysis', () => {
  const others = { 11: { options: [OPTION], selected_position: 'speed' } };

  it('scores a gap by the rivals near it', async () => {
    const data = { gaps: [{ id: 'g', area: 'Near the desk', x: 40, y: 40 }] };
    const { user, answers } = await drawn(GapAnalysis, 13, { data, others });
    expect(screen.getByRole('cell', { name: 'Neutral' })).toBeVisible();
    const gap = screen.getByRole('button', { name: 'Near the desk, neutral: Days 40, Effort 40' });
    fireEvent.keyDown(gap, { key: 'ArrowUp', shiftKey: true });
    fireEvent.keyDown(gap, { key: 'ArrowUp', shiftKey: true });
    expect(screen.getByRole('cell', { name: 'Opportunity' })).toBeVisible();
    await user.click(screen.getByRole('checkbox', { name: 'I confirm these gaps' }));
    expect(answers()).toMatchObject({ gaps: [{ y: 60 }], confirmed: true });
  });

  it('asks for a map first', async () => {
    await drawn(GapAnalysis, 13);
    expect(screen.getByRole('link', { name: 'Choose a map in step 11' })).toBeVisible();
  });
});
