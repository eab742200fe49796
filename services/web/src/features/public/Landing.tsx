import { SectionDrawing } from '@/components/drawing/SectionDrawing';
import { Hero } from './Hero';
import styles from './Landing.module.css';
import { Lines } from './Lines';
import { Method } from './Method';
import { Outcome } from './Outcome';
import { PlansTeaser } from './PlansTeaser';
import { PublicFrame } from './PublicFrame';

export function Landing() {
  return (
    <PublicFrame wide>
      <Hero />
      <div className={styles.drawing}>
        <SectionDrawing />
        <dl className={styles.block}>
          <div className={styles.cell}>
            <dt>Drawing</dt>
            <dd>Section through onboarding</dd>
          </div>
          <div className={styles.cell}>
            <dt>Material</dt>
            <dd>What you know and can prove</dd>
          </div>
          <div className={styles.cell}>
            <dt>Stands on</dt>
            <dd>Facts you confirmed</dd>
          </div>
          <div className={styles.cell}>
            <dt>Carries</dt>
            <dd>One manifest, in versions</dd>
          </div>
        </dl>
      </div>
      <Method />
      <Outcome />
      <Lines />
      <PlansTeaser />
    </PublicFrame>
  );
}
