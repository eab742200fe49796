import { TextList } from '@/components/ui/TextList';
import { useStep } from '../step-context';
import { asText, useValue, type ValueProps } from './use-value';

/** A list of texts, each in a row of its own. */
export function TextsValue(props: ValueProps) {
  const { error } = useStep();
  const { value, put, leave, readOnly, wiring } = useValue(props);
  const texts = Array.isArray(value) ? value.map(asText) : [];
  return (
    <TextList
      {...wiring}
      texts={texts}
      most={props.field.max_items}
      long={(props.field.item?.max_length ?? 0) > 120}
      errorAt={(index) => error(`${props.pointer}/${index}`)}
      onTexts={(next) => put(next.length > 0 ? next : undefined)}
      onBlur={leave}
      disabled={readOnly}
    />
  );
}
