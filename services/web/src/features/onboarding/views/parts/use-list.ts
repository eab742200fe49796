import type { Doc } from '@/lib/autosave/merge3';
import { valueAt } from '@/lib/autosave/merge3';
import { useStep } from '../../step-context';
import { type Item, items } from '../items';

/** A list of the step's answers and what can be done to it. */
export function useList(pointer: string) {
  const { data, set } = useStep();
  const stored = valueAt(data, pointer);
  return {
    list: items(stored),
    /** Appends an item and tells its id. */
    add(item: Doc): string {
      const id = crypto.randomUUID();
      set(pointer, [...(Array.isArray(stored) ? stored : []), { id, ...item }]);
      return id;
    },
    put: (item: Item, member: string, value: Parameters<typeof set>[1]) =>
      set(`${pointer}/${item.id}/${member}`, value),
    remove: (item: Item) => set(`${pointer}/${item.id}`, undefined),
  };
}
