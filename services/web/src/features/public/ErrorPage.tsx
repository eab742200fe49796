import { Button, LinkButton } from '@/components/ui/Button';
import { PageTitle } from '@/components/ui/PageTitle';
import { PublicFrame } from './PublicFrame';
import styles from './Status.module.css';

export function ErrorPage() {
  return (
    <PublicFrame>
      <PageTitle title="Something went wrong" code="ERR" />
      <p>
        What you had saved is safe. Go back and try it again; if it happens once more, tell support what you were doing.
      </p>
      <div className={styles.foot}>
        <Button kind="primary" onClick={() => history.back()}>
          Go back
        </Button>
        <LinkButton to="/support">Support</LinkButton>
      </div>
    </PublicFrame>
  );
}
