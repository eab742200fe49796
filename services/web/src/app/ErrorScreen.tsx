import { useQueryClient } from '@tanstack/react-query';
import { type ErrorComponentProps, useRouter } from '@tanstack/react-router';
import { explain, isProblem } from '@/api/problem';
import { Button } from '@/components/ui/Button';
import { Frame } from '@/components/ui/Frame';
import { PageTitle } from '@/components/ui/PageTitle';

/** What stands in place of a page that could not be loaded. */
export function ErrorScreen({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  const queries = useQueryClient();
  const again = async () => {
    await queries.resetQueries();
    reset();
    await router.invalidate();
  };
  return (
    <Frame>
      <PageTitle title="This page did not load" code="ERR" />
      <p>{explain(error)}</p>
      {isProblem(error) && error.requestId ? (
        <p>
          If you ask support, name this request: <code>{error.requestId}</code>
        </p>
      ) : null}
      <div>
        <Button kind="primary" onClick={again}>
          Try again
        </Button>{' '}
        <Button onClick={() => location.reload()}>Refresh</Button>
      </div>
    </Frame>
  );
}
