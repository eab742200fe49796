import { type DragEvent, useState } from 'react';

/** A place that takes dragged items by their id. */
export function useDrop(onItem?: (id: string) => void) {
  const [over, setOver] = useState(false);
  return {
    'data-over': over ? '' : undefined,
    onDragOver(event: DragEvent) {
      if (!onItem) return;
      event.preventDefault();
      setOver(true);
    },
    onDragLeave: () => setOver(false),
    onDrop(event: DragEvent) {
      event.preventDefault();
      setOver(false);
      onItem?.(event.dataTransfer.getData('text/plain'));
    },
  };
}
