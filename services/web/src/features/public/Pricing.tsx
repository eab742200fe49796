import { useSuspenseQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { type Cycle, type Plan, plansQuery } from '@/api/payments';
import { useAuth } from '@/components/auth/AuthProvider';
import { CycleSwitch } from '@/components/plans/CycleSwitch';
import { PlanSheet } from '@/components/plans/PlanSheet';
import { type ButtonKind, LinkButton } from '@/components/ui/Button';
import { PageTitle } from '@/components/ui/PageTitle';
import { freeMonths } from '@/lib/plans';
import styles from './Pricing.module.css';
import { PublicFrame } from './PublicFrame';
import { Questions } from './Questions';

export function Pricing() {
  const { data: plans } = useSuspenseQuery(plansQuery);
  const [cycle, setCycle] = useState<Cycle>('monthly');
  const saving = plans.map(freeMonths).find(Boolean);
  return (
    <PublicFrame wide>
      <div className={styles.head}>
        <PageTitle title="Pricing" code="RF-PLAN">
          Every plan has the same 23 steps and the same manifest.
        </PageTitle>
        <CycleSwitch cycle={cycle} onCycle={setCycle} saving={saving?.toLowerCase()} />
      </div>
      <PlanSheet plans={plans} cycle={cycle} action={(plan) => <Door plan={plan} cycle={cycle} />} />
      <Questions />
    </PublicFrame>
  );
}

/** Straight to paying for whoever has an account, by way of one for everybody else. */
function Door({ plan, cycle }: { plan: Plan; cycle: Cycle }) {
  const { session } = useAuth();
  const kind: ButtonKind = plan.popular ? 'primary' : 'secondary';
  const choice = { plan: plan.code, cycle };
  if (session?.subscription?.needs_payment === false) {
    return (
      <LinkButton kind={kind} to="/settings/billing">
        {session.subscription.plan === plan.code ? 'Your plan' : 'See your subscription'}
      </LinkButton>
    );
  }
  if (session) {
    return (
      <LinkButton kind={kind} to="/onboarding/payment" search={choice}>
        Choose {plan.name}
      </LinkButton>
    );
  }
  return (
    <LinkButton kind={kind} to="/signup" search={{ redirect: `/onboarding/payment?${new URLSearchParams(choice)}` }}>
      Start with {plan.name}
    </LinkButton>
  );
}
