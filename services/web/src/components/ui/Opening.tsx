import { Frame } from './Frame';

/** The frame of a page that is on its way. */
export function Opening() {
  return (
    <Frame>
      <p role="status" className="visually-hidden">
        Loading
      </p>
    </Frame>
  );
}
