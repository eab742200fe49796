import { useQuery } from '@tanstack/react-query';
import { sessionQuery } from '@/api/session';
import { BCMGate } from '@/components/bcm/BCMGate';
import { PageTitle } from '@/components/ui/PageTitle';
import { Sheet } from '@/components/ui/Sheet';
import { Stamp } from '@/components/ui/Stamp';
import { useBcm } from '@/hooks/useBcm';
import { Activity } from './Activity';
import { Context } from './Context';
import styles from './Dashboard.module.css';
import { FoundationCard } from './FoundationCard';
import { Goals } from './Goals';
import { greeting, systemState } from './greeting';
import { Overdue } from './Overdue';
import { PrimaryCustomer } from './PrimaryCustomer';
import { PrimaryFocus } from './PrimaryFocus';
import { TitleBlock } from './TitleBlock';

const TODAY = new Intl.DateTimeFormat('en-IN', { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });

/** Where a founder starts the day: what the context says, and what to do with it. */
export function Dashboard() {
  const { data: session } = useQuery(sessionQuery);
  const state = systemState(useBcm());
  const now = new Date();
  return (
    <>
      <PageTitle title={greeting(session?.user?.full_name, now)} name="Dashboard" code={TODAY.format(now)}>
        <p className={styles.state}>
          {state ? (
            <>
              <Stamp kind={state.kind}>{state.word}</Stamp> <span>{state.why}</span>
            </>
          ) : (
            'Reading the context…'
          )}
        </p>
      </PageTitle>
      <Overdue />
      <BCMGate what="The dashboard">
        {({ manifest }) => (
          <Sheet className={styles.sheet}>
            <TitleBlock manifest={manifest} />
            <div className={styles.body}>
              <div className={styles.stack}>
                <PrimaryFocus />
                <PrimaryCustomer icp={manifest.manifest.icps?.[0]} />
                <FoundationCard content={manifest.manifest} />
              </div>
              <div className={styles.stack}>
                <Context />
                <Goals content={manifest.manifest} />
                <Activity />
              </div>
            </div>
          </Sheet>
        )}
      </BCMGate>
    </>
  );
}
