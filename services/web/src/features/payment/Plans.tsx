import { useSuspenseQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { type Cycle, plansQuery } from '@/api/payments';
import { useAuth } from '@/components/auth/AuthProvider';
import { CycleSwitch } from '@/components/plans/CycleSwitch';
import { PlanSheet } from '@/components/plans/PlanSheet';
import { LinkButton } from '@/components/ui/Button';
import { PageTitle } from '@/components/ui/PageTitle';
import { freeMonths, isCycle } from '@/lib/plans';
import { PaidAlready } from './PaidAlready';
import styles from './Payment.module.css';
import { PaymentFrame } from './PaymentFrame';
import { PaymentNotice } from './PaymentNotice';
import { WhoPays } from './WhoPays';

export function Plans() {
  const search = useSearch({ strict: false });
  const navigate = useNavigate();
  const { data: plans } = useSuspenseQuery(plansQuery);
  const { session } = useAuth();
  const [cycle, setCycle] = useState<Cycle>(isCycle(search.cycle) ? search.cycle : 'monthly');
  const workspace = session?.workspace;
  const paid = session?.subscription?.needs_payment === false;
  const mayPay = workspace?.role !== 'member';
  const saving = plans.map(freeMonths).find(Boolean);

  const choose = (chosen: Cycle) => {
    setCycle(chosen);
    // For a reload, and for coming back to this page.
    void navigate({ to: '.', search: { ...search, cycle: chosen }, replace: true, resetScroll: false });
  };

  return (
    <PaymentFrame>
      <div className={styles.between}>
        <PageTitle title="Choose a plan" code="PLAN">
          For {workspace?.name}. The price you see is the price that is charged, and nothing is debited by itself later.
        </PageTitle>
        <CycleSwitch cycle={cycle} onCycle={choose} saving={saving?.toLowerCase()} />
      </div>
      {paid ? <PaidAlready /> : <PaymentNotice status={search.paymentStatus} />}
      {mayPay ? null : <WhoPays />}
      <PlanSheet
        plans={plans}
        cycle={cycle}
        action={
          mayPay && !paid
            ? (plan) => (
                <LinkButton
                  kind={plan.popular ? 'primary' : 'secondary'}
                  to="/onboarding/payment"
                  search={{ plan: plan.code, cycle }}
                >
                  Choose {plan.name}
                </LinkButton>
              )
            : undefined
        }
      />
      <p className={styles.small}>
        You pay on PhonePe’s page, by UPI, card or net banking as it offers. Card numbers, PINs and OTPs stay there.
      </p>
    </PaymentFrame>
  );
}
