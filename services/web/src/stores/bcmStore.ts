import { create } from 'zustand';

/** Client state of the manifest's components. The manifest itself lives in its query, never here. */
type BcmStore = {
  /** The dialog that asks for a rebuild is open. */
  asking: boolean;
  /** When the running rebuild was asked for; null while none runs. */
  rebuildingSince: number | null;
  /** The running rebuild answers somebody else, so its end is seen in the manifest only. */
  following: boolean;
  /** Why the last rebuild failed; the version before it stays. */
  failure: string | null;
  ask(open: boolean): void;
  began(at: number): void;
  follow(at: number): void;
  ended(failure: string | null): void;
  /** On sign-out and change of workspace. */
  reset(): void;
};

const REST = { asking: false, rebuildingSince: null, following: false, failure: null };

export const useBcmStore = create<BcmStore>()((set) => ({
  ...REST,
  ask: (asking) => set({ asking }),
  began: (rebuildingSince) => set({ rebuildingSince, following: false, failure: null }),
  follow: (at) => set(({ rebuildingSince }) => ({ rebuildingSince: rebuildingSince ?? at, following: true })),
  ended: (failure) => set({ rebuildingSince: null, following: false, failure }),
  reset: () => set(REST),
}));
