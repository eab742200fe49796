import type { PointerEvent, RefObject } from 'react';
import type { Point } from './MapPlot';
import styles from './map.module.css';
import { nudged, type Place, placeOf, type Side } from './plot';

type Props = {
  point: Point;
  axes: { x: string; y: string };
  side: Side;
  field: RefObject<HTMLDivElement | null>;
  dragging: boolean;
  onDrag(to: Place): void;
  onDrop(): void;
  onPut(to: Place): void;
};

const TREMBLE = 2;
const NEAR_END = 80;
const NEAR_START = 20;

/** Names above and below a point near an edge reach inwards only. */
function edgeOf(x: number): 'start' | 'end' | undefined {
  if (x > NEAR_END) return 'end';
  return x < NEAR_START ? 'start' : undefined;
}

export function MapPoint({ point, axes, side, field, dragging, onDrag, onDrop, onPut }: Props) {
  const place = { insetInlineStart: `${point.x}%`, insetBlockEnd: `${point.y}%` };
  const text = `${point.name || 'Without a name'}${point.state ? `, ${point.state}` : ''}`;
  const value = `${axes.x || 'across'} ${point.x}, ${axes.y || 'up'} ${point.y}`;
  const mark = (
    <>
      <span className={styles.mark} aria-hidden="true" />
      <span className={styles.name} data-side={side} data-edge={edgeOf(point.x)} aria-hidden="true">
        {point.name || '(no name)'}
      </span>
    </>
  );
  if (point.fixed) {
    return (
      <div className={styles.point} style={place} data-kind={point.kind} data-fixed="" data-state={point.state}>
        <span className="visually-hidden">
          {text}: {value}
        </span>
        {mark}
      </div>
    );
  }
  const to = (event: PointerEvent) => field.current && placeOf(event, field.current.getBoundingClientRect());
  return (
    <button
      type="button"
      className={styles.point}
      style={place}
      data-kind={point.kind}
      data-state={point.state}
      aria-roledescription="movable point"
      aria-label={`${text}: ${value}`}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={(event) => {
        const at = event.currentTarget.hasPointerCapture(event.pointerId) && to(event);
        // A press that trembles moves nothing.
        if (at && (dragging || Math.hypot(at.x - point.x, at.y - point.y) > TREMBLE)) onDrag(at);
      }}
      onPointerUp={onDrop}
      onPointerCancel={onDrop}
      onKeyDown={(event) => {
        const at = nudged(point, event.key, event.shiftKey);
        if (!at) return;
        event.preventDefault();
        onPut(at);
      }}
    >
      {mark}
    </button>
  );
}
