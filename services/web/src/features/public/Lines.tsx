import styles from './Landing.module.css';

const PROMISES = [
  { title: 'No invented numbers.', text: 'Figures on a screen come from your answers or from records.' },
  { title: 'Your words stay yours.', text: 'A suggestion becomes an answer only when you accept it.' },
  { title: 'Saved means saved.', text: 'What was acknowledged is not lost, and what was not is kept on your device.' },
  {
    title: 'No silent debits.',
    text: 'A renewal is a payment you start yourself. Card numbers, PINs and OTPs stay with PhonePe.',
  },
] as const;

/** What the product holds itself to. */
export function Lines() {
  return (
    <section className={styles.band} aria-labelledby="lines">
      <h2 id="lines">Lines we do not cross</h2>
      <ul className={styles.lines}>
        {PROMISES.map(({ title, text }) => (
          <li key={title}>
            <strong>{title}</strong> {text}
          </li>
        ))}
      </ul>
    </section>
  );
}
