import { expect, it } from 'vitest';
import { fieldsOf, type HistoryEntry } from './history';

it('the changed parts of a version are named by group', () => {
  const fields_changed = ['icps', 'company_info.name', 'messaging_data.key_messages', 'messaging_data.taglines'];
  expect(fieldsOf({ fields_changed } as HistoryEntry)).toBe(
    'Customers; Company: name; Messaging: key messages, taglines',
  );
});
