/** Reads out what was just done, for those who do not see it happen. */
export function Said({ words }: { words: string }) {
  return (
    <p role="status" className="visually-hidden">
      {words}
    </p>
  );
}
