import { Slider } from '@/components/ui/Slider';
import { useTyped } from './use-typed';
import { useValue, type ValueProps } from './use-value';

/** A score: set by eye on the line, or exactly as a number. */
export function ScaleValue(props: ValueProps) {
  const { value, put, leave, readOnly, wiring } = useValue(props);
  const typed = useTyped(value, put);
  const { minimum = 0, maximum = 100 } = props.field;
  return (
    <Slider
      {...wiring}
      min={minimum}
      max={maximum}
      value={typeof value === 'number' ? value : undefined}
      text={typed.text}
      onText={typed.type}
      onValue={put}
      onBlur={() => {
        typed.leave();
        leave();
      }}
      disabled={readOnly}
    />
  );
}
