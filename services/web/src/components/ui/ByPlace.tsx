import { Fragment, type ReactNode } from 'react';

type Props<T> = { items: readonly T[]; children(item: T, index: number): ReactNode };

/** Draws things that have no identity but their place, such as lines of text. */
export function ByPlace<T>({ items, children }: Props<T>) {
  return items.map((item, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the place is the identity
    <Fragment key={index}>{children(item, index)}</Fragment>
  ));
}
