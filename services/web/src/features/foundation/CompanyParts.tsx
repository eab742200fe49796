import type { ManifestContent } from '@/api/context';
import { Facts } from '@/components/ui/Facts';
import { term } from '@/lib/bcm/readable';
import { Chapter } from './Chapter';
import styles from './Foundation.module.css';
import { Part } from './Part';

export function CompanyParts({ content: { foundation } }: { content: ManifestContent }) {
  const { company, offer } = foundation;
  const facts = [
    { label: 'Industry', value: term(company.industry) },
    { label: 'Stage', value: term(company.stage) },
    { label: 'Headquarters', value: company.headquarters },
    { label: 'Website', value: company.website },
  ].filter((fact) => fact.value);
  return (
    <Chapter id="company" title="Company">
      <Part title="Who we are" step={1}>
        <p className={styles.statement}>{company.name}</p>
        {company.description ? <p>{company.description}</p> : null}
        <Facts facts={facts} />
      </Part>
      <Part title="Mission" step={2}>
        {foundation.mission && <p>{foundation.mission}</p>}
      </Part>
      <Part title="Value proposition" step={2}>
        {foundation.value_prop && <p className={styles.statement}>{foundation.value_prop}</p>}
      </Part>
      <Part title="Offer" step={5}>
        {offer && (
          <Facts
            facts={[
              { label: 'What is delivered', value: offer.deliverable },
              { label: 'What is promised', value: offer.outcome },
              { label: 'Pricing model', value: offer.pricing_model && term(offer.pricing_model) },
            ].filter((fact) => fact.value)}
          />
        )}
      </Part>
    </Chapter>
  );
}
