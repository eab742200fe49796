import styles from './Landing.module.css';

const STAGES = [
  {
    title: 'Bring what you have',
    text: 'Name the decks and pages that show it, paste what they say, or just write. Facts can be proposed from it, each with where it came from.',
  },
  {
    title: 'Confirm or correct',
    text: 'Most steps can be drafted when you ask. You accept, edit or reject; statements that clash are shown before anything is built on them.',
  },
  {
    title: 'Decide',
    text: 'Category, alternatives, position, what to give up. The steps put the choices in order and keep them consistent.',
  },
  {
    title: 'Work from it',
    text: 'Approve the last sheet and the manifest is built. When an answer changes, a new version says what changed.',
  },
] as const;

/** How it goes, in the order in which it goes. */
export function Method() {
  return (
    <section className={styles.band} aria-labelledby="method">
      <h2 id="method">How it works</h2>
      <ol className={styles.stages}>
        {STAGES.map(({ title, text }, index) => (
          <li key={title}>
            <span className={styles.number} aria-hidden="true">
              {index + 1}
            </span>
            <h3>{title}</h3>
            <p>{text}</p>
          </li>
        ))}
      </ol>
    </section>
  );
}
