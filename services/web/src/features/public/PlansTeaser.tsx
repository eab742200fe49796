import { useQuery } from '@tanstack/react-query';
import { plansQuery } from '@/api/payments';
import { LinkButton } from '@/components/ui/Button';
import { rupees } from '@/lib/format';
import { freeMonths } from '@/lib/plans';
import styles from './Landing.module.css';

const NAMES = ['Ascent', 'Glide', 'Soar'] as const;

/** The plans in three lines; drawn at once, priced when the prices arrive. */
export function PlansTeaser() {
  const { data: plans } = useQuery(plansQuery);
  const saving = plans?.map(freeMonths).find(Boolean);
  const rows = plans ?? NAMES.map((name) => ({ code: name, name, monthly_paise: null }));
  return (
    <section className={styles.band} aria-labelledby="plans">
      <div className={styles.intro}>
        <h2 id="plans">Plans</h2>
        <p>
          Onboarding is the same on all of them.{' '}
          {saving ? `Paid by the year: ${saving.toLowerCase()}.` : 'By the month or by the year.'}
        </p>
        <div>
          <LinkButton to="/pricing">Compare the plans</LinkButton>
        </div>
      </div>
      <dl className={styles.prices}>
        {rows.map(({ code, name, monthly_paise }) => (
          <div key={code} className={styles.fare}>
            <dt>{name}</dt>
            <dd>
              {monthly_paise === null ? (
                <span className={styles.per}>a month</span>
              ) : (
                <>
                  <span className={styles.price}>{rupees(monthly_paise)}</span>{' '}
                  <span className={styles.per}>a month</span>
                </>
              )}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
