import { BCMExportButton } from '@/components/bcm/BCMExportButton';
import { BCMGate } from '@/components/bcm/BCMGate';
import { PageTitle } from '@/components/ui/PageTitle';
import { Sheet } from '@/components/ui/Sheet';
import { Revision } from '@/components/ui/Stamp';
import { useBcm } from '@/hooks/useBcm';
import { date } from '@/lib/format';
import { ChannelParts } from './ChannelParts';
import { CompanyParts } from './CompanyParts';
import { CustomerParts } from './CustomerParts';
import styles from './Foundation.module.css';
import { MessagingParts } from './MessagingParts';
import { PositionParts } from './PositionParts';

const CHAPTERS = [
  ['company', 'Company'],
  ['positioning', 'Positioning'],
  ['customers', 'Customers'],
  ['messaging', 'Messaging'],
  ['channels', 'Channels and market'],
] as const;

/** The brand base: what was settled in onboarding, to read, to forward and to correct at its source. */
export function Foundation() {
  const { manifest } = useBcm();
  return (
    <>
      <PageTitle
        title="Foundation"
        code="FNDN"
        actions={manifest ? <BCMExportButton formats={['markdown']} /> : undefined}
      >
        <p>
          What was settled in onboarding, in the words everything else is written with. A change is made at the step it
          came from; the context follows by itself.
        </p>
      </PageTitle>
      <BCMGate what="The foundation">
        {({ manifest: { manifest: content, version, refreshed_at } }) => (
          <Sheet className={styles.sheet}>
            <nav className={styles.contents} aria-label="On this sheet">
              <ul>
                {CHAPTERS.map(([id, title]) => (
                  <li key={id}>
                    <a href={`#${id}`}>{title}</a>
                  </li>
                ))}
              </ul>
              <p className={styles.mark}>
                <Revision version={version} /> checked {date(refreshed_at)}
              </p>
            </nav>
            <CompanyParts content={content} />
            <PositionParts content={content} />
            <CustomerParts content={content} />
            <MessagingParts content={content} />
            <ChannelParts content={content} />
          </Sheet>
        )}
      </BCMGate>
    </>
  );
}
