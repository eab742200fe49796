import { BooleanValue } from './BooleanValue';
import { ChecksValue } from './ChecksValue';
import { ChoiceValue } from './ChoiceValue';
import { ItemsValue } from './ItemsValue';
import { kindOf } from './kind';
import { LineValue } from './LineValue';
import { MoneyValue } from './MoneyValue';
import { NumberValue } from './NumberValue';
import { ObjectValue } from './ObjectValue';
import { ReferenceValue } from './ReferenceValue';
import { ScaleValue } from './ScaleValue';
import { TextsValue } from './TextsValue';
import type { ValueProps } from './use-value';

/** The input that fits a field. */
export function FieldFor(props: ValueProps) {
  switch (kindOf(props.field)) {
    case 'line':
    case 'area':
    case 'url':
    case 'date':
    case 'currency':
      return <LineValue {...props} />;
    case 'radio':
    case 'select':
      return <ChoiceValue {...props} />;
    case 'reference':
      return <ReferenceValue {...props} />;
    case 'number':
      return <NumberValue {...props} />;
    case 'scale':
      return <ScaleValue {...props} />;
    case 'money':
      return <MoneyValue {...props} />;
    case 'boolean':
      return <BooleanValue {...props} />;
    case 'texts':
      return <TextsValue {...props} />;
    case 'checks':
      return <ChecksValue {...props} />;
    case 'items':
      return <ItemsValue {...props} />;
    case 'object':
      return <ObjectValue {...props} />;
  }
}
