type Entries = Record<string, string>;

/** Entries are own members of it, as of the browser's. */
const STAND_IN = {
  getItem(this: Entries, key: string) {
    return Object.hasOwn(this, key) ? this[key] : null;
  },
  setItem(this: Entries, key: string, value: string) {
    this[key] = value;
  },
  removeItem(this: Entries, key: string) {
    delete this[key];
  },
  clear(this: Entries) {
    for (const key of Object.keys(this)) delete this[key];
  },
};

let lasting = true;

/** Where a browser forbids storage, one that is gone with the page stands in for it: everything but the safety net works. */
export function ensureStorage(): void {
  for (const name of ['localStorage', 'sessionStorage'] as const) {
    if (works(name)) continue;
    lasting = false;
    Object.defineProperty(globalThis, name, { configurable: true, value: Object.create(STAND_IN) });
  }
}

/** Whether what is kept on this device is still there after the page is closed. */
export function storageLasts(): boolean {
  return lasting;
}

function works(name: 'localStorage' | 'sessionStorage'): boolean {
  try {
    globalThis[name].getItem('');
    return true;
  } catch {
    return false;
  }
}
