import { useState } from 'react';
import type { Manifest } from '@/api/context';
import { Choices } from '@/components/ui/Choices';
import { readable } from '@/lib/bcm/readable';
import styles from './BCMPreview.module.css';

const FORMS = [
  { value: 'words', label: 'In words' },
  { value: 'json', label: 'As JSON' },
];

/** The whole context as it stands, to read or as the features get it. */
export function BCMPreview({ manifest }: { manifest: Manifest }) {
  const [form, setForm] = useState('words');
  return (
    <div className={styles.preview}>
      <Choices label="Show the context" required choices={FORMS} value={form} onValue={setForm} />
      {form === 'json' ? (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls by itself must be reachable by keyboard
        <section className={styles.scroll} tabIndex={0} aria-label="Context as JSON">
          <pre className={styles.json}>{JSON.stringify(manifest.manifest, null, 2)}</pre>
        </section>
      ) : (
        <InWords manifest={manifest} />
      )}
    </div>
  );
}

function InWords({ manifest }: { manifest: Manifest }) {
  return readable(manifest.manifest).map((group) => (
    <section key={group.title} className={styles.group} aria-label={group.title}>
      <h3>{group.title}</h3>
      <dl className={styles.fields}>
        {group.fields.map((field) => (
          <div key={field.title} className={styles.field}>
            <dt>{field.title}</dt>
            {field.lines.map((line) => (
              <dd key={line}>{line}</dd>
            ))}
          </div>
        ))}
      </dl>
    </section>
  ));
}
