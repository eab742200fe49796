import { LinkButton } from '@/components/ui/Button';
import { Frame } from '@/components/ui/Frame';
import { PageTitle } from '@/components/ui/PageTitle';

export function NotFound() {
  return (
    <Frame>
      <PageTitle title="There is no page here" code="404" />
      <p>The address may be mistyped, or the page has moved.</p>
      <div>
        <LinkButton kind="primary" to="/">
          To the start
        </LinkButton>
      </div>
    </Frame>
  );
}
