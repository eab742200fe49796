import { type ReactNode, useId, useRef, useState } from 'react';
import { labelSpots } from './labels';
import { MapPoint } from './MapPoint';
import styles from './map.module.css';
import type { Place } from './plot';
import { useSize } from './use-size';

export type Point = Place & {
  id: string;
  name: string;
  kind: 'us' | 'rival' | 'gap';
  /** Repeats in words what the line of the point says. */
  state?: string;
  fixed?: boolean;
};

type Props = {
  title: string;
  x: string;
  y: string;
  points: readonly Point[];
  onMove(id: string, to: Place): void;
  /** Drawn below the points, in percent of the map. */
  children?: ReactNode;
};

const GUIDES = ['25%', '50%', '75%'];

/** Two axes and what stands where. Points move by pointer, and by arrow keys once focused. */
export function MapPlot({ title, x, y, points, onMove, children }: Props) {
  const id = useId();
  const field = useRef<HTMLDivElement>(null);
  const [drag, setDrag] = useState<{ id: string; to: Place }>();
  const shown = points.map((point) => (drag?.id === point.id ? { ...point, ...drag.to } : point));
  const spots = labelSpots(shown, useSize(field));
  return (
    <figure className={styles.figure} aria-labelledby={id}>
      <figcaption id={id} className="visually-hidden">
        {title}: {x || 'no horizontal axis'} across, {y || 'no vertical axis'} upwards. The table below holds the same.
      </figcaption>
      <p className={styles.vertical} aria-hidden="true">
        <span>{y || 'Vertical axis'}</span>
      </p>
      <div ref={field} className={styles.field}>
        <svg width="100%" height="100%" className={styles.drawing} aria-hidden="true">
          <title>{title}</title>
          {GUIDES.map((at) => (
            <g key={at} className={at === '50%' ? styles.axis : styles.guide}>
              <line x1={at} x2={at} y1="0" y2="100%" />
              <line x1="0" x2="100%" y1={at} y2={at} />
            </g>
          ))}
          {children}
        </svg>
        {shown.map((point, index) => (
          <MapPoint
            key={point.id}
            point={point}
            axes={{ x, y }}
            spot={spots[index]}
            field={field}
            dragging={drag?.id === point.id}
            onDrag={(to) => setDrag({ id: point.id, to })}
            onDrop={() => {
              setDrag(undefined);
              if (drag) onMove(drag.id, drag.to);
            }}
            onPut={(to) => onMove(point.id, to)}
          />
        ))}
      </div>
      <p className={styles.horizontal} aria-hidden="true">
        <span>low</span>
        <span className={styles.axisName}>{x || 'Horizontal axis'}</span>
        <span>high</span>
      </p>
    </figure>
  );
}
