import { describe, expect, it } from 'vitest';
import { categoryFor } from './paths';

describe('the category of a chosen path', () => {
  it('is the proposed one while the founder has written no own', () => {
    expect(categoryFor('Kitchen autopilot', '', ['Inventory', 'Kitchen autopilot'])).toBe('Kitchen autopilot');
    expect(categoryFor('Kitchen autopilot', 'Inventory', ['Inventory', 'Kitchen autopilot'])).toBe('Kitchen autopilot');
  });

  it('stays when the founder wrote it', () => {
    expect(categoryFor('Kitchen autopilot', 'My own name', ['Inventory'])).toBe('My own name');
  });

  it('stays when the path proposes none', () => {
    expect(categoryFor('', 'Inventory', ['Inventory'])).toBe('Inventory');
  });
});
