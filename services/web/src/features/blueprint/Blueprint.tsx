import { Frame } from '@/components/ui/Frame';
import { PageTitle } from '@/components/ui/PageTitle';
import { Sheet } from '@/components/ui/Sheet';
import { Controls } from './Controls';
import { Forms } from './Forms';
import { Lists } from './Lists';
import { Marks } from './Marks';
import { Tokens } from './Tokens';

/** The drawing set on one page: every token, every primitive. In development builds only. */
export function Blueprint() {
  return (
    <Frame wide>
      <PageTitle title="Blueprint" code="BLUE">
        <p>Every token and every primitive, in the theme of this device.</p>
      </PageTitle>
      <Sheet heading="Tokens" code="01">
        <Tokens />
      </Sheet>
      <Sheet heading="Marks and lines" code="02">
        <Marks />
      </Sheet>
      <Sheet heading="Controls" code="03">
        <Controls />
      </Sheet>
      <Sheet heading="Forms" code="04">
        <Forms />
      </Sheet>
      <Sheet heading="Lists and scales" code="05">
        <Lists />
      </Sheet>
      <Sheet heading="A draft" code="06" draft>
        <p>A dashed edge is not committed yet.</p>
      </Sheet>
    </Frame>
  );
}
