import { readFileSync } from 'node:fs';
import { createContext, runInContext } from 'node:vm';
import { expect, it } from 'vitest';

const SOURCE = readFileSync(new URL('./sw.js', import.meta.url), 'utf8');
const FILES = ['/assets/app-1.js', '/home.html', '/index.html', '/onboarding.html', '/first-paint.js'];

type Extended = { waitUntil(work: Promise<unknown>): void };
type Fetching = {
  request: { url: string; mode: string };
  preloadResponse: Promise<Response | undefined>;
  respondWith(answer: Promise<Response>): void;
};
type Handlers = { install(event: Extended): void; activate(event: Extended): void; fetch(event: Fetching): void };

/** A browser's caches, and a network that can be cut. */
class Browser {
  readonly caches = new Map<string, Map<string, string>>();
  online = true;
  /** What the server answers, by path. */
  served = (path: string) => `${path} of the server`;

  worker(version: string) {
    const handlers: Partial<Handlers> = {};
    const self = {
      clients: { claim: async () => undefined },
      registration: { navigationPreload: { enable: async () => undefined } },
      addEventListener: (name: keyof Handlers, handler: never) => {
        handlers[name] = handler;
      },
    };
    const source = SOURCE.replace('%VERSION%', version).replace('%FILES%', FILES.join(' '));
    runInContext(source, createContext({ URL, Response, self, fetch: this.fetch, caches: this.cacheStorage() }));
    const run = async (name: 'install' | 'activate') => {
      let work: Promise<unknown> = Promise.resolve();
      handlers[name]?.({
        waitUntil: (promised) => {
          work = promised;
        },
      });
      await work;
    };
    return {
      install: () => run('install'),
      activate: () => run('activate'),
      /** Undefined: the worker leaves the request to the browser. */
      async ask(path: string, mode = 'cors', begun?: Response): Promise<string | undefined> {
        let answer: Promise<Response> | undefined;
        handlers.fetch?.({
          request: { url: `https://app.example${path}`, mode },
          preloadResponse: Promise.resolve(begun),
          respondWith: (given) => {
            answer = given;
          },
        });
        return (await answer)?.text();
      },
    };
  }

  private readonly fetch = async (request: { url: string } | string) => {
    if (!this.online) throw new TypeError('no network');
    const url = typeof request === 'string' ? request : request.url;
    return new Response(this.served(new URL(url, 'https://app.example').pathname));
  };

  private cacheStorage() {
    const open = async (name: string) => {
      const entries = this.caches.get(name) ?? new Map<string, string>();
      this.caches.set(name, entries);
      return {
        add: async (file: string) => {
          entries.set(file, await (await this.fetch(file)).text());
        },
        match: async (file: string) => (entries.has(file) ? new Response(entries.get(file)) : undefined),
      };
    };
    return {
      open,
      keys: async () => [...this.caches.keys()],
      delete: async (name: string) => this.caches.delete(name),
    };
  }
}

async function installed() {
  const browser = new Browser();
  const worker = browser.worker('one');
  await worker.install();
  await worker.activate();
  return { browser, worker };
}

it('a page comes from the network, and without it from what was kept of its family', async () => {
  const { browser, worker } = await installed();
  browser.served = (path) => `new ${path}`;
  expect(await worker.ask('/onboarding/session/step/5', 'navigate')).toBe('new /onboarding/session/step/5');
  expect(await worker.ask('/pricing', 'navigate', new Response('begun'))).toBe('begun');
  browser.online = false;
  expect(await worker.ask('/onboarding/session/step/5', 'navigate')).toBe('/onboarding.html of the server');
  expect(await worker.ask('/', 'navigate')).toBe('/home.html of the server');
  expect(await worker.ask('/nowhere', 'navigate')).toBe('/index.html of the server');
});

it('never touches the API, nor what is no file of the app', async () => {
  const { worker } = await installed();
  expect(await worker.ask('/api/v1/session')).toBeUndefined();
  expect(await worker.ask('/api/docs/', 'navigate')).toBeUndefined();
  expect(await worker.ask('/robots.txt')).toBeUndefined();
  expect(await worker.ask('/assets/app-2.js')).toBeUndefined();
});

it('asks once for what is named by its content, and each time for what is not', async () => {
  const { browser, worker } = await installed();
  browser.served = (path) => `new ${path}`;
  expect(await worker.ask('/assets/app-1.js')).toBe('/assets/app-1.js of the server');
  expect(await worker.ask('/first-paint.js')).toBe('new /first-paint.js');
  browser.online = false;
  expect(await worker.ask('/first-paint.js')).toBe('/first-paint.js of the server');
});

it('a new version stands beside the old one until it takes over, and then alone', async () => {
  const { browser, worker: old } = await installed();
  browser.served = (path) => `${path} of two`;
  const next = browser.worker('two');
  await next.install();
  browser.online = false;
  expect(await old.ask('/assets/app-1.js')).toBe('/assets/app-1.js of the server');
  await next.activate();
  expect([...browser.caches.keys()]).toEqual(['rf:two']);
  expect(await next.ask('/assets/app-1.js')).toBe('/assets/app-1.js of two');
});
