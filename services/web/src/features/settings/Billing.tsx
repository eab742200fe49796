import { useQuery } from '@tanstack/react-query';
import { plansQuery, subscriptionQuery } from '@/api/payments';
import { PageTitle } from '@/components/ui/PageTitle';
import { Sheet } from '@/components/ui/Sheet';
import { Waiting } from '@/components/ui/Waiting';
import { PlanFacts } from './PlanFacts';
import { PlanLimits } from './PlanLimits';
import styles from './Settings.module.css';
import { explained } from './sentence';
import { Transactions } from './Transactions';

export function Billing() {
  const { data, error } = useQuery(subscriptionQuery);
  const { data: plans } = useQuery(plansQuery);
  const subscription = data?.subscription;
  const plan = plans?.find((one) => one.code === subscription?.plan);
  return (
    <>
      <PageTitle title="Billing" code="SETT" />
      <Sheet heading="Plan">
        {error ? <p className={styles.failed}>{explained(error)}</p> : null}
        {!data && !error ? <Waiting lines={3} label="Loading the plan" /> : null}
        {data && !subscription ? <p>No plan has been paid for yet.</p> : null}
        {subscription ? <PlanFacts subscription={subscription} plan={plan} /> : null}
      </Sheet>
      <Sheet heading="Limits of the plan">
        <PlanLimits />
      </Sheet>
      <Sheet heading="Payments">
        <Transactions />
      </Sheet>
    </>
  );
}
