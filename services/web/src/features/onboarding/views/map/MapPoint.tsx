import type { PointerEvent, RefObject } from 'react';
import type { Spot } from './labels';
import type { Point } from './MapPlot';
import styles from './map.module.css';
import { nudged, type Place, placeOf } from './plot';

type Props = {
  point: Point;
  axes: { x: string; y: string };
  /** Where the name stands; undefined where there is no room for it. */
  spot: Spot | undefined;
  field: RefObject<HTMLDivElement | null>;
  dragging: boolean;
  onDrag(to: Place): void;
  onDrop(): void;
  onPut(to: Place): void;
};

const TREMBLE = 2;

export function MapPoint({ point, axes, spot, field, dragging, onDrag, onDrop, onPut }: Props) {
  const place = { insetInlineStart: `${point.x}%`, insetBlockEnd: `${point.y}%` };
  const text = `${point.name || 'Without a name'}${point.state ? `, ${point.state}` : ''}`;
  const value = `${axes.x || 'across'} ${point.x}, ${axes.y || 'up'} ${point.y}`;
  const mark = (
    <>
      <span className={styles.mark} aria-hidden="true" />
      <span
        className={styles.name}
        data-side={spot?.side}
        data-reach={spot?.reach}
        data-short={spot?.short ? '' : undefined}
        aria-hidden="true"
      >
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
