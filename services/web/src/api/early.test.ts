import { afterEach, beforeEach, expect, it, vi } from 'vitest';

const PATH = 'http://localhost/api/v1/context/manifest';
const fetched = vi.fn(async () => new Response('from the network'));

/** The module as it finds these answers when the app starts. */
async function started(answers: Record<string, Promise<Response>>) {
  vi.stubGlobal('early', new Map(Object.entries(answers)));
  vi.stubGlobal('fetch', fetched);
  vi.resetModules();
  return import('./early');
}

const text = async (answer: Promise<Response>) => (await answer).text();
const manifest = () => ({ '/api/v1/context/manifest': Promise.resolve(new Response('in advance')) });

beforeEach(() => void fetched.mockClear());
afterEach(() => vi.unstubAllGlobals());

it('hands out what was asked for in advance once, to who reads it', async () => {
  const { fetchEarly } = await started(manifest());
  expect(await text(fetchEarly(new Request(PATH, { method: 'POST' })))).toBe('from the network');
  expect(await text(fetchEarly(new Request(`${PATH}?fresh=true`)))).toBe('from the network');
  expect(await text(fetchEarly(new Request(PATH)))).toBe('in advance');
  expect(await text(fetchEarly(new Request(PATH)))).toBe('from the network');
});

it('asks again when the first asking failed', async () => {
  const { fetchEarly } = await started({ '/api/v1/context/manifest': Promise.reject(new TypeError('no network')) });
  expect(await text(fetchEarly(new Request(PATH)))).toBe('from the network');
});

it('hands out nothing old once the page stands', async () => {
  const { fetchEarly, endEarly } = await started(manifest());
  endEarly();
  expect(await text(fetchEarly(new Request(PATH)))).toBe('from the network');
});
