import { type RefObject, useEffect, useState } from 'react';
import type { Size } from './labels';

/** Of a small screen: until the element is measured. */
const SMALL: Size = { width: 18, height: 19 };

/** The size of an element in rem, as it changes. */
export function useSize(element: RefObject<HTMLElement | null>): Size {
  const [size, setSize] = useState(SMALL);
  useEffect(() => {
    const measured = element.current;
    if (!measured) return;
    const observer = new ResizeObserver(() => {
      const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
      setSize({ width: measured.clientWidth / rem, height: measured.clientHeight / rem });
    });
    observer.observe(measured);
    return () => observer.disconnect();
  }, [element]);
  return size;
}
