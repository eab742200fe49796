import { expect, it } from 'vitest';
import { closeDrafts, draftLog } from './log';

const DRAFT = { data: { words: 'mine' }, base: { version: 0, data: {} }, doubtful: null };

it('nothing stays on the device when the account is left, nor comes back while the page goes', async () => {
  const log = await draftLog('a-session', 1);
  log.write(DRAFT);
  expect(localStorage).toHaveLength(1);
  closeDrafts();
  expect(localStorage).toHaveLength(0);
  // The page saves what is unsent once more while it is left.
  log.write(DRAFT);
  expect(localStorage).toHaveLength(0);
});
