import styles from './Pricing.module.css';

const QUESTIONS = [
  {
    title: 'Is tax added?',
    text: 'No. The price shown is the price that is charged.',
  },
  {
    title: 'Do you debit my account every month?',
    text: 'No. You renew with a payment of your own, from 7 days before a period ends. After the end there are 21 days of grace.',
  },
  {
    title: 'How do I pay?',
    text: 'On PhonePe’s page, in rupees. Card numbers, PINs and OTPs are typed there and never reach RaptorFlow.',
  },
  {
    title: 'What happens to my answers if I stop?',
    text: 'They are kept. Pay for a plan again and you go on where you left. Delete the workspace, and everything in it is erased 30 days later.',
  },
] as const;

export function Questions() {
  return (
    <section className={styles.questions} aria-labelledby="questions">
      <h2 id="questions">Before you ask</h2>
      <dl>
        {QUESTIONS.map(({ title, text }) => (
          <div key={title}>
            <dt>{title}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
