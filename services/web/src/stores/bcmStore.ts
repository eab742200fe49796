import { create } from 'zustand';

/** Client state of the manifest's components. The manifest itself lives in its query, never here. */
type BcmStore = {
  /** The dialog that asks for a rebuild is open. */
  asking: boolean;
  /** When the running rebuild was asked for; null while none runs. */
  rebuildingSince: number | null;
  /** Why the last rebuild failed; the version before it stays. */
  failure: string | null;
  ask(open: boolean): void;
  began(at: number): void;
  ended(failure: string | null): void;
  reset(): void;
};

const REST = { asking: false, rebuildingSince: null, failure: null };

export const useBcmStore = create<BcmStore>()((set) => ({
  ...REST,
  ask: (asking) => set({ asking }),
  began: (rebuildingSince) => set({ rebuildingSince, failure: null }),
  ended: (failure) => set({ rebuildingSince: null, failure }),
  reset: () => set(REST),
}));
