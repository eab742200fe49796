import { useId } from 'react';
import styles from '../map/map.module.css';
import type { Place } from '../map/plot';
import { REACH, type Status } from './gaps';

/** The reach of each gap: a rival inside it crowds the place. */
export function GapAreas({ areas }: { areas: readonly (Place & { id: string; status: Status })[] }) {
  const id = useId();
  return (
    <>
      <defs>
        <pattern id={id} width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <line x1="0" y1="0" x2="0" y2="8" className={styles.hatch} />
        </pattern>
      </defs>
      {areas.map((area) => (
        <ellipse
          key={area.id}
          cx={`${area.x}%`}
          cy={`${100 - area.y}%`}
          rx={`${REACH}%`}
          ry={`${REACH}%`}
          className={styles.area}
          data-status={area.status}
          fill={area.status === 'crowded' ? `url(#${id})` : undefined}
        />
      ))}
    </>
  );
}
