import { beforeEach, expect, it } from 'vitest';
import { useBcmStore } from './bcmStore';

beforeEach(() => useBcmStore.getState().reset());

it('a rebuild of our own begins, forgets the failure before it and ends', () => {
  useBcmStore.getState().ended('REBUILD_FAILED');
  useBcmStore.getState().began(10);
  expect(useBcmStore.getState()).toMatchObject({ rebuildingSince: 10, following: false, failure: null });
  useBcmStore.getState().ended(null);
  expect(useBcmStore.getState()).toMatchObject({ rebuildingSince: null, failure: null });
});

it("somebody else's rebuild is followed from when ours was asked for", () => {
  useBcmStore.getState().began(10);
  useBcmStore.getState().follow(20);
  expect(useBcmStore.getState()).toMatchObject({ rebuildingSince: 10, following: true });
  useBcmStore.getState().ended('REBUILD_FAILED');
  expect(useBcmStore.getState()).toMatchObject({ rebuildingSince: null, following: false, failure: 'REBUILD_FAILED' });
});

it('signing out leaves nothing', () => {
  useBcmStore.getState().ask(true);
  useBcmStore.getState().follow(20);
  useBcmStore.getState().reset();
  expect(useBcmStore.getState()).toMatchObject({
    asking: false,
    rebuildingSince: null,
    following: false,
    failure: null,
  });
});
