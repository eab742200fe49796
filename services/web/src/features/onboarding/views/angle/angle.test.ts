import { describe, expect, it } from 'vitest';
import { facing } from './angle';

describe('angles beside alternatives', () => {
  it('gives every alternative a row in its order and keeps what is left over visible', () => {
    const rows = facing(
      [{ id: 'sheets' }, { id: 'desk' }],
      [
        { id: '1', alternative_id: 'desk', text: 'No typing' },
        { id: '2', alternative_id: 'gone', text: 'Old' },
      ],
    );
    expect(rows.map((row) => [row.alternative?.id, row.entry?.id])).toEqual([
      ['sheets', undefined],
      ['desk', '1'],
      [undefined, '2'],
    ]);
  });
});
