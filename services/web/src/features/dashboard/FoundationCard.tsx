import type { ManifestContent } from '@/api/context';
import { type Fact, Facts } from '@/components/ui/Facts';
import { term } from '@/lib/bcm/readable';
import { Cell } from './Cell';
import styles from './Dashboard.module.css';

/** The brand base in five lines. */
export function FoundationCard({ content }: { content: ManifestContent }) {
  const { competitive, foundation, channels, messaging } = content;
  const facts: [string, string | undefined][] = [
    ['Category', competitive?.category],
    ['Path', competitive?.category_path && term(competitive.category_path)],
    ['Difference', competitive?.differentiation],
    ['Value', foundation.value_prop],
    ['Main message', messaging?.hierarchy?.primary ?? messaging?.taglines?.[0]],
    ['Channels', channels?.primary?.join(', ')],
  ];
  return (
    <Cell heading="Foundation" code={counts(content)}>
      <div dir="auto" className={styles.prose}>
        <Facts facts={facts.filter((fact): fact is [string, string] => Boolean(fact[1])).map(toFact)} />
      </div>
    </Cell>
  );
}

function toFact([label, value]: [string, string]): Fact {
  return { label, value };
}

function counts({ meta }: ManifestContent): string {
  const parts: [number | undefined, string, string][] = [
    [meta.facts_count, 'fact', 'facts'],
    [meta.icps_count, 'customer', 'customers'],
    [meta.competitors_count, 'alternative', 'alternatives'],
  ];
  return parts
    .filter(([count]) => count !== undefined)
    .map(([count, one, many]) => `${count} ${count === 1 ? one : many}`)
    .join(' · ');
}
