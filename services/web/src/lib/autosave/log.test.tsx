import { beforeEach, expect, it, vi } from 'vitest';
import { clearDevice } from '@/lib/device';
import { draftLog, forgetDrafts, stepsWithDrafts } from './log';

const DRAFT = { data: { words: 'mine' }, base: { version: 0, data: {} }, doubtful: null };
const DAY = 24 * 3_600_000;

/** Left behind by a tab. */
const leftBehind = (place: string, days: number) =>
  localStorage.setItem(place, JSON.stringify({ ...DRAFT, at: Date.now() - days * DAY }));

/** Locks of the browser, which the test's has not. */
function locks(query: () => Promise<object>) {
  Object.defineProperty(navigator, 'locks', { configurable: true, value: { query } });
}

beforeEach(() => locks(async () => ({ held: [{ name: 'rf:writer:living' }] })));

it('words left behind are found for thirty days, whichever session they belong to', async () => {
  leftBehind('rf:draft:a-session:1:gone', 29);
  leftBehind('rf:draft:another:7:gone', 31);
  leftBehind('rf:draft:another:8:living', 31);
  const log = await draftLog('a-session', 1);
  expect(log.read()?.data).toEqual(DRAFT.data);
  expect(Object.keys(localStorage).sort()).toEqual(['rf:draft:a-session:1:gone', 'rf:draft:another:8:living']);
});

it('words of a session that has ended go, and those of others stay', () => {
  leftBehind('rf:draft:ended:1:gone', 0);
  leftBehind('rf:draft:going-on:2:gone', 0);
  forgetDrafts('ended');
  expect(stepsWithDrafts('ended')).toEqual([]);
  expect(stepsWithDrafts('going-on')).toEqual([2]);
});

it('a step opens where the browser tells nothing about other tabs', async () => {
  locks(() => Promise.reject(new DOMException('denied', 'SecurityError')));
  leftBehind('rf:draft:a-session:1:gone', 0);
  expect((await draftLog('a-session', 1)).read()?.data).toEqual(DRAFT.data);
});

it('copies of what the server said make room for words', async () => {
  localStorage.setItem('rf:copy:session', '{}');
  const { setItem } = Storage.prototype;
  const full = vi.spyOn(Storage.prototype, 'setItem').mockImplementation(function put(this: Storage, key, value) {
    if (localStorage.getItem('rf:copy:session')) throw new DOMException('full', 'QuotaExceededError');
    setItem.call(this, key, value);
  });
  const log = await draftLog('a-session', 1);
  log.write(DRAFT);
  full.mockRestore();
  expect(log.read()?.data).toEqual(DRAFT.data);
  expect(localStorage).toHaveLength(1);
});

it('nothing stays on the device when the account is left, nor comes back while the page goes', async () => {
  const log = await draftLog('a-session', 1);
  log.write(DRAFT);
  localStorage.setItem('rf:copy:session', '{}');
  localStorage.setItem('rf:theme', 'dark');
  expect(localStorage).toHaveLength(3);
  clearDevice();
  // The page saves what is unsent once more while it is left.
  log.write(DRAFT);
  expect(Object.keys(localStorage)).toEqual(['rf:theme']);
});
