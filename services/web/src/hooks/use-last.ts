import { useState } from 'react';

/** What was known last, while nothing is known any more, so that a page keeps what it shows. */
export function useLast<T>(value: T | null | undefined): T | undefined {
  const [last, setLast] = useState(value ?? undefined);
  if (value && value !== last) setLast(value);
  return value ?? last;
}
