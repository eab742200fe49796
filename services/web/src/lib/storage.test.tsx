import { afterEach, expect, it } from 'vitest';
import { ensureStorage, storageLasts } from './storage';

const allowed = Object.getOwnPropertyDescriptor(globalThis, 'localStorage') ?? {};

afterEach(() => {
  Object.defineProperty(globalThis, 'localStorage', allowed);
});

it('leaves the storage of a browser that allows it', () => {
  const own = localStorage;
  ensureStorage();
  expect(localStorage).toBe(own);
  expect(storageLasts()).toBe(true);
});

it('stands in for a storage that may not even be looked at', () => {
  Object.defineProperty(globalThis, 'localStorage', {
    configurable: true,
    get() {
      throw new DOMException('denied', 'SecurityError');
    },
  });
  ensureStorage();
  expect(storageLasts()).toBe(false);
  localStorage.setItem('a', '1');
  localStorage.setItem('b', '2');
  localStorage.removeItem('a');
  expect(Object.keys(localStorage)).toEqual(['b']);
  expect([localStorage.getItem('a'), localStorage.getItem('b'), localStorage.getItem('clear')]).toEqual([
    null,
    '2',
    null,
  ]);
  localStorage.clear();
  expect(Object.keys(localStorage)).toEqual([]);
});
