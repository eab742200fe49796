import type { ManifestContent } from '@/api/context';
import { Facts } from '@/components/ui/Facts';
import { term } from '@/lib/bcm/readable';
import { Chapter } from './Chapter';
import styles from './Foundation.module.css';
import { Lines } from './Lines';
import { Part } from './Part';

export function MessagingParts({ content: { messaging, brand } }: { content: ManifestContent }) {
  const { one_liner, taglines, key_messages = [], soundbites = [], hierarchy, guardrails } = messaging ?? {};
  return (
    <Chapter id="messaging" title="Messaging">
      <Part title="One line" step={14}>
        {one_liner && <p className={styles.statement}>{one_liner}</p>}
      </Part>
      <Part title="Taglines" step={19}>
        {taglines?.length ? <Lines lines={taglines} /> : null}
      </Part>
      <Part title="Main message" step={19}>
        {hierarchy && (
          <>
            {hierarchy.primary ? <p className={styles.statement}>{hierarchy.primary}</p> : null}
            <div className={styles.columns}>
              <Lines label="Supported by" lines={hierarchy.supporting} />
              <Lines label="Proved by" lines={hierarchy.proof} />
            </div>
          </>
        )}
      </Part>
      <Part title="Key messages" step={19}>
        {key_messages.length > 0 && (
          <Facts facts={key_messages.map(({ title, content }) => ({ label: title, value: content }))} />
        )}
      </Part>
      <Part title="Soundbites" step={19}>
        {soundbites.length > 0 && (
          <dl className={styles.bites}>
            {soundbites.map((bite) => (
              <div key={bite.text}>
                <dt className={styles.label}>{term(bite.kind)}</dt>
                <dd>{bite.text}</dd>
              </div>
            ))}
          </dl>
        )}
      </Part>
      <Part title="Rules" step={18}>
        {guardrails && (
          <>
            <div className={styles.columns}>
              <Lines label="Do" lines={guardrails.do} />
              <Lines label="Do not" lines={guardrails.dont} />
            </div>
            {guardrails.banned?.length ? (
              <div>
                <h4 className={styles.label}>Banned words</h4>
                <p>{guardrails.banned.join(', ')}</p>
              </div>
            ) : null}
          </>
        )}
      </Part>
      <Part title="Voice and values" step={18}>
        {brand && (
          <div className={styles.columns}>
            <Lines label="Values" lines={brand.values} />
            <Lines label="Personality" lines={brand.personality} />
            <Lines label="Tone" inline lines={brand.tone?.map(term)} />
          </div>
        )}
      </Part>
    </Chapter>
  );
}
