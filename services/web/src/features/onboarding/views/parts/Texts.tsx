import type { ComponentProps } from 'react';
import { fieldsAt } from '@/lib/steps/pointers';
import { TextsValue } from '../../fields/TextsValue';
import { useStep } from '../../step-context';

/** A list of texts inside a drawing, by the rules that the step's description has for its place. */
export function Texts(props: Omit<ComponentProps<typeof TextsValue>, 'field'>) {
  const { step } = useStep();
  const end = props.pointer.lastIndexOf('/');
  const name = props.pointer.slice(end + 1);
  const field = fieldsAt(step.fields, props.pointer.slice(0, end)).find((member) => member.name === name);
  return field ? <TextsValue {...props} field={field} /> : null;
}
