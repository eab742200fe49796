import { Notice } from '@/components/ui/Notice';
import { Fields } from '../Fields';
import { useStep } from '../step-context';
import { doc, number, text } from './items';
import { MarketDrawing } from './market/MarketDrawing';
import { MarketSize } from './market/MarketSize';
import { brokenOrder, SIZES } from './market/market';
import styles from './market/market.module.css';
import { Cell } from './parts/Cell';
import { Part } from './parts/Part';
import { View } from './parts/View';
import viewStyles from './parts/View.module.css';

/** Step 21: how large the market is, the part we can serve, the part we can win; one inside the other. */
export function MarketFunnel() {
  const { data } = useStep();
  const values = Object.fromEntries(SIZES.map((size) => [size, number(doc(data[size]).value)]));
  const currency = text(data.currency) || 'INR';
  const broken = brokenOrder(values);
  return (
    <View>
      <Part heading="Market in section">
        <MarketDrawing values={values} currency={currency} />
        {broken ? (
          <Notice kind="error" title="The order does not hold">
            {broken.words}
          </Notice>
        ) : null}
        <div className={styles.sizes}>
          {SIZES.map((size) => (
            <MarketSize key={size} size={size} tam={values.tam} currency={currency} broken={broken?.size === size} />
          ))}
        </div>
      </Part>
      <Part heading="Basis">
        <div className={viewStyles.grid}>
          <Cell framed pointer="/currency" label="Currency" help="Three letters, such as INR." />
          <Cell framed pointer="/year" label="Year of the figures" help="The year the values stand for." />
        </div>
        <Fields names={['method', 'summary']} />
      </Part>
    </View>
  );
}
