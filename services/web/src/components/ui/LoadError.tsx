import { explain } from '@/api/problem';
import { Button } from './Button';
import { Notice } from './Notice';

type Query = { error: unknown; isFetching: boolean; refetch(): unknown };

/** In place of what did not load: why, and the way to ask again. */
export function LoadError({ query }: { query: Query }) {
  return (
    <Notice
      kind="error"
      actions={
        <Button small pending={query.isFetching && 'Trying…'} onClick={() => query.refetch()}>
          Try again
        </Button>
      }
    >
      {explain(query.error)}
    </Notice>
  );
}
