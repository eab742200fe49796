import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { sessionQuery } from '@/api/session';
import { LinkButton } from '@/components/ui/Button';
import { PageTitle } from '@/components/ui/PageTitle';
import { Sheet } from '@/components/ui/Sheet';
import styles from './Help.module.css';
import { QUESTIONS } from './questions';

export function Help() {
  const { data: session } = useQuery(sessionQuery);
  const number = session?.user?.identification_number;
  return (
    <>
      <PageTitle title="Help" code="HELP">
        <p>Short answers to what founders ask first.</p>
      </PageTitle>
      <Sheet className={styles.sheet}>
        <div className={styles.questions}>
          {QUESTIONS.map(({ question, answer, link }) => (
            <details key={question} className={styles.question}>
              <summary>{question}</summary>
              <p>
                {answer} {link ? <Link to={link.to}>{link.text}</Link> : null}
              </p>
            </details>
          ))}
        </div>
        <div className={styles.contact}>
          <h2>Ask us</h2>
          <p>
            When you ask, say what you did and what you saw.
            {number ? ` Name your identification number, ${number}, so that we find your account at once.` : ''} When a
            page showed the name of a request, add it.
          </p>
          <div>
            <LinkButton to="/support" kind="primary">
              Support
            </LinkButton>
          </div>
        </div>
      </Sheet>
    </>
  );
}
