import { type Ref, useId } from 'react';
import { Button } from '@/components/ui/Button';
import { Stamp } from '@/components/ui/Stamp';
import { useSay } from '../../say-context';
import { useStep } from '../../step-context';
import { type Item, text } from '../items';
import { Cell } from '../parts/Cell';
import { Remove } from '../parts/Remove';
import viewStyles from '../parts/View.module.css';
import { MapPlot } from './MapPlot';
import { MapTable } from './MapTable';
import type { Place } from './plot';
import { pointsOf, US } from './points';

type Props = {
  option: Item;
  chosen: boolean;
  wrong: string | undefined;
  arrive: Ref<HTMLDivElement> | undefined;
  onChoose(): void;
  onRemove(): void;
};

export function MapOption({ option, chosen, wrong, arrive, onChoose, onRemove }: Props) {
  const { set, leave } = useStep();
  const id = useId();
  const say = useSay();
  const at = `/options/${option.id}`;
  const points = pointsOf(option);
  const axes = { x: text(option.x_axis_label), y: text(option.y_axis_label) };
  const move = (point: string, { x, y }: Place) => {
    set(point === US ? `${at}/x_value` : `${at}/competitors/${point}/x`, x);
    set(point === US ? `${at}/y_value` : `${at}/competitors/${point}/y`, y);
    leave();
    say(
      `${points.find((candidate) => candidate.id === point)?.name}: ${axes.x || 'across'} ${x}, ${axes.y || 'up'} ${y}`,
    );
  };
  return (
    <>
      <div ref={arrive} className={viewStyles.grid}>
        <Cell framed pointer={`${at}/name`} label="Name of the map" />
        <Cell framed pointer={`${at}/x_axis_label`} label="Horizontal axis" />
        <Cell framed pointer={`${at}/y_axis_label`} label="Vertical axis" />
      </div>
      <MapPlot title={text(option.name) || 'Map'} x={axes.x} y={axes.y} points={points} onMove={move} />
      <p className={viewStyles.note}>
        Drag a point, or focus it and use the arrow keys: by 1, with shift by 10. The numbers below do the same.
      </p>
      <MapTable option={option} />
      <Cell framed lines pointer={`${at}/narrative`} label="What the map says" />
      <div className={viewStyles.bar}>
        <div className={viewStyles.actions}>
          <Button
            aria-pressed={chosen}
            aria-describedby={wrong ? id : undefined}
            data-invalid={wrong ? '' : undefined}
            onClick={onChoose}
          >
            Choose this map
          </Button>
          {chosen ? <Stamp kind="done">Chosen</Stamp> : null}
        </div>
        <Remove kind="danger" label="Remove this map" name={text(option.name) || 'this map'} onRemove={onRemove} />
      </div>
      {wrong ? (
        <p id={id} className={viewStyles.wrong}>
          {wrong}
        </p>
      ) : null}
    </>
  );
}
