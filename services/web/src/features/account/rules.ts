/** What is plainly wrong with an address; whether it exists only a mail can tell. */
export function emailFault(email: string): string | undefined {
  const address = email.trim();
  if (!address) return 'Write your email address.';
  return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(address) ? undefined : 'This does not look like an email address.';
}
