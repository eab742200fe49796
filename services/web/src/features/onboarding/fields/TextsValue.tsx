import { TextList } from '@/components/ui/TextList';
import { useStep } from '../step-context';
import { asText, useValue, type ValueProps } from './use-value';

/** How the list is drawn where it is part of a drawing. */
type Look = Partial<
  Pick<
    Parameters<typeof TextList>[0],
    'label' | 'required' | 'least' | 'loose' | 'bare' | 'sign' | 'placeholder' | 'nameOf' | 'className'
  >
>;

/** A list of texts, each in a row of its own. */
export function TextsValue({ field, pointer, ...look }: ValueProps & Look) {
  const { error } = useStep();
  const { value, put, leave, readOnly, wiring } = useValue({ field, pointer });
  const texts = Array.isArray(value) ? value.map(asText) : [];
  return (
    <TextList
      {...wiring}
      {...look}
      texts={texts}
      most={field.max_items}
      errorAt={(index) => error(`${pointer}/${index}`)}
      onTexts={(next) => put(next.length > 0 ? next : undefined)}
      onBlur={leave}
      disabled={readOnly}
    />
  );
}
