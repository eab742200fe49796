/** Goes to a page outside this app, in this tab. Anything but a web address stays where it is. */
export function leaveFor(address: string): void {
  const url = new URL(address);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') throw new Error('not a web address');
  location.assign(url);
}

/** Goes to a page of this app as a new visit: nothing of this one stays in memory, and Back does not bring it to light again. */
export function leaveAsNew(path: string): void {
  addEventListener('pageshow', ({ persisted }) => persisted && location.reload());
  location.assign(path);
}
