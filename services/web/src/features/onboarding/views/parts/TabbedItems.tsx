import { type ReactNode, useState } from 'react';
import { Button } from '@/components/ui/Button';
import { Stamp } from '@/components/ui/Stamp';
import { Tabs } from '@/components/ui/Tabs';
import type { Doc } from '@/lib/autosave/merge3';
import { ruleAt } from '@/lib/steps/pointers';
import { useStep } from '../../step-context';
import { useArrival } from '../../use-arrival';
import { article, type Item, text } from '../items';
import { Empty } from './Empty';
import { Part } from './Part';
import { useList } from './use-list';
import { Wrong } from './Wrong';

type Props = {
  pointer: string;
  /** Names the row of tabs. */
  label: string;
  /** One item of it, such as "map". */
  one: string;
  /** The item that stands out, open at first, and the word for that. */
  marked: string | undefined;
  mark: string;
  /** What a new item has at first. */
  fresh(place: number): Doc;
  /** What the items are good for, and the words that begin the first. */
  empty: { title: string; says: string; begin: string };
  children(item: Item, arrive: ReturnType<ReturnType<typeof useArrival>['ref']>): ReactNode;
};

/** A few large items, one at a time. */
export function TabbedItems({ pointer, label, one, marked, mark, fresh, empty, children }: Props) {
  const { step } = useStep();
  const { list, add } = useList(pointer);
  const [open, setOpen] = useState(marked);
  const arrival = useArrival();
  const withId = (wanted: string | undefined) => list.find(({ id }) => id === wanted);
  const item = withId(open) ?? withId(marked) ?? list[0];
  const most = ruleAt(step.fields, pointer)?.max_items ?? Number.POSITIVE_INFINITY;
  const begin = () => {
    const id = add(fresh(list.length + 1));
    setOpen(id);
    arrival.await(id);
  };
  if (!item) {
    return (
      <>
        <Wrong at={pointer} />
        <Empty title={empty.title} action={<Button onClick={begin}>{empty.begin}</Button>}>
          {empty.says}
        </Empty>
      </>
    );
  }
  return (
    <Part>
      <Wrong at={pointer} />
      <Tabs
        label={label}
        selected={item.id}
        onSelect={setOpen}
        tabs={list.map(({ id, name }, index) => ({
          id,
          label: text(name) || `${one.charAt(0).toUpperCase()}${one.slice(1)} ${index + 1}`,
          mark: id === marked ? <Stamp kind="active">{mark}</Stamp> : undefined,
        }))}
        actions={
          list.length < most ? (
            <Button small kind="quiet" onClick={begin}>
              Add {article(one)}
            </Button>
          ) : null
        }
      >
        {children(item, arrival.ref(item.id))}
      </Tabs>
    </Part>
  );
}
