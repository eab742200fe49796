import { BCMExportButton } from '@/components/bcm/BCMExportButton';
import { BCMGate } from '@/components/bcm/BCMGate';
import { BCMHistory } from '@/components/bcm/BCMHistory';
import { BCMIndicator } from '@/components/bcm/BCMIndicator';
import { BCMPreview } from '@/components/bcm/BCMPreview';
import { Button } from '@/components/ui/Button';
import { PageTitle } from '@/components/ui/PageTitle';
import { useBcm } from '@/hooks/useBcm';
import { useBcmStore } from '@/stores/bcmStore';
import { ContextFacts } from './ContextFacts';
import { ResetOnboarding } from './ResetOnboarding';
import { Section, Sections } from './Section';
import styles from './Settings.module.css';

/** Everything about the business context: its state, its versions, its text. */
export function Context() {
  const { mayManage, building } = useBcm();
  const ask = useBcmStore((store) => store.ask);
  return (
    <>
      <PageTitle title="Context" code="SETT">
        <p>One short document made from your onboarding answers. Everything in RaptorFlow is written from it.</p>
      </PageTitle>
      <BCMGate what="This page">
        {({ manifest }) => (
          <Sections>
            <Section heading="State">
              <BCMIndicator variant="detailed" />
              <ContextFacts manifest={manifest} />
              <div className={styles.actions}>
                {mayManage ? (
                  <Button kind="primary" onClick={() => ask(true)} pending={building && 'Rebuilding…'}>
                    Rebuild
                  </Button>
                ) : null}
                <BCMExportButton />
              </div>
            </Section>
            <Section heading="Versions">
              <BCMHistory />
            </Section>
            <Section heading="Preview">
              <details className={styles.preview}>
                <summary>Read version {manifest.version}</summary>
                <BCMPreview manifest={manifest} />
              </details>
            </Section>
            {mayManage ? <ResetOnboarding /> : null}
          </Sections>
        )}
      </BCMGate>
    </>
  );
}
