import { Stamp } from '@/components/ui/Stamp';
import { words } from '@/lib/format';
import { useSay } from '../../say-context';
import { useStep } from '../../step-context';
import { type Item, number, text } from '../items';
import { MapPlot } from '../map/MapPlot';
import type { Place } from '../map/plot';
import { pointsOf } from '../map/points';
import { Ledger } from '../parts/Ledger';
import { useList } from '../parts/use-list';
import viewStyles from '../parts/View.module.css';
import { GapAreas } from './GapAreas';
import { gapAt, type Status } from './gaps';

const MIDDLE = 50;
const STAMPS = { opportunity: 'active', neutral: 'plain', crowded: 'draft' } as const satisfies Record<Status, string>;

function placeOf(gap: Item): Place {
  return { x: number(gap.x) ?? MIDDLE, y: number(gap.y) ?? MIDDLE };
}

export function GapMap({ map }: { map: Item }) {
  const { set, leave } = useStep();
  const { list } = useList('/gaps');
  const say = useSay();
  const others = pointsOf(map).map((point) => ({ ...point, fixed: true }));
  const rivals = others.filter((point) => point.kind === 'rival');
  const found = list.map((gap) => ({ gap, ...placeOf(gap), ...gapAt(placeOf(gap), rivals) }));
  const across = text(map.x_axis_label) || 'Horizontal';
  const up = text(map.y_axis_label) || 'Vertical';
  const move = (id: string, to: Place) => {
    const { status, density } = gapAt(to, rivals);
    set(`/gaps/${id}/x`, to.x);
    set(`/gaps/${id}/y`, to.y);
    leave();
    say(`${across} ${to.x}, ${up} ${to.y}: ${words(status)}, ${density} nearby`);
  };
  return (
    <>
      <MapPlot
        title={`Gaps on ${text(map.name)}`}
        x={text(map.x_axis_label)}
        y={text(map.y_axis_label)}
        points={[
          ...others,
          ...found.map(({ gap, x, y, status }) => ({
            id: gap.id,
            name: text(gap.area),
            kind: 'gap' as const,
            x,
            y,
            state: status,
          })),
        ]}
        onMove={move}
      >
        <GapAreas areas={found.map(({ gap, x, y, status }) => ({ id: gap.id, x, y, status }))} />
      </MapPlot>
      <p className={viewStyles.note}>
        A ring shows how far a rival counts as near. Solid: none is, an opportunity. Dashed: one or two. Hatched:
        crowded. Drag a gap, or focus it and use the arrow keys.
      </p>
      <Ledger
        pointer="/gaps"
        caption="Gaps of the map"
        one="gap"
        fresh={{ area: '', x: 50, y: 50 }}
        empty="No area marked yet. Mark the places where a customer finds nobody, and see how open they are."
        columns={[
          { name: 'area', label: 'Area', size: 'wide', lines: true },
          { name: 'x', label: across, size: 'narrow' },
          { name: 'y', label: up, size: 'narrow' },
          { name: 'density', label: 'Rivals nearby', show: (gap) => gapAt(placeOf(gap), rivals).density },
          { name: 'gap_score', label: 'Score', show: (gap) => gapAt(placeOf(gap), rivals).score },
          {
            name: 'status',
            label: 'Status',
            show: (gap) => {
              const { status } = gapAt(placeOf(gap), rivals);
              return <Stamp kind={STAMPS[status]}>{words(status)}</Stamp>;
            },
          },
        ]}
      />
    </>
  );
}
