import type { ManifestContent } from '@/api/context';
import { Facts } from '@/components/ui/Facts';
import { amount } from '@/lib/bcm/readable';
import { Chapter } from './Chapter';
import styles from './Foundation.module.css';
import { Lines } from './Lines';
import { Part } from './Part';

export function ChannelParts({ content: { channels, market, issues } }: { content: ManifestContent }) {
  const money = (value: number | undefined) => (value === undefined ? '' : amount(value, market?.currency));
  const facts = [
    { label: 'Total', value: money(market?.tam) },
    { label: 'Serviceable', value: money(market?.sam) },
    { label: 'Obtainable', value: money(market?.som) },
    { label: 'Year', value: market?.year?.toString() ?? '' },
    { label: 'Verticals', value: market?.verticals?.join(', ') ?? '' },
    { label: 'Places', value: market?.geography?.join(', ') ?? '' },
  ].filter((fact) => fact.value);
  return (
    <Chapter id="channels" title="Channels and market">
      <Part title="Channels" step={20}>
        {channels && (
          <>
            <div className={styles.columns}>
              <Lines label="Primary" lines={channels.primary} />
              <Lines label="Secondary" lines={channels.secondary} />
            </div>
            {channels.strategy_summary ? <p>{channels.strategy_summary}</p> : null}
          </>
        )}
      </Part>
      <Part title="Market" step={21}>
        {facts.length > 0 && <Facts facts={facts} />}
      </Part>
      <Part title="Risks" step={22}>
        {issues?.risks?.length ? <Lines lines={issues.risks.map((risk) => risk.title)} /> : null}
      </Part>
    </Chapter>
  );
}
