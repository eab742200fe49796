import styles from './Landing.module.css';

const PARTS = [
  {
    code: 'POS',
    title: 'Positioning',
    text: 'The category you stand in, who you are for, and why you rather than each alternative.',
  },
  {
    code: 'ICP',
    title: 'Customers',
    text: 'Up to three profiles of the customer you want more of, the primary one named.',
  },
  {
    code: 'MSG',
    title: 'Messages',
    text: 'Key messages and short approved lines that anybody in the company can use.',
  },
  { code: 'RULE', title: 'Guardrails', text: 'What every message must do, must not do, and the words you do not use.' },
  { code: 'CHAN', title: 'Channels', text: 'The few channels that get most of the effort, and those that do not.' },
  {
    code: 'GOAL',
    title: 'Goals',
    text: 'What is to be found out next, what counts as progress, and the risks to watch.',
  },
] as const;

/** What a founder holds at the end. */
export function Outcome() {
  return (
    <section className={styles.band} aria-labelledby="outcome">
      <div className={styles.intro}>
        <h2 id="outcome">What you hold at the end</h2>
        <p>
          The business context manifest: short enough to read in one sitting, numbered like a drawing, exported as text
          or JSON whenever you want.
        </p>
      </div>
      <dl className={styles.parts}>
        {PARTS.map(({ code, title, text }) => (
          <div key={code} className={styles.part}>
            <dt>
              <span className={styles.code} aria-hidden="true">
                {code}
              </span>
              {title}
            </dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
