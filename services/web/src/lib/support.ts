/** Where support reads its mail, as the build was told by VITE_SUPPORT_EMAIL; nothing where it was not. */
export function supportAddress(): string | undefined {
  const address: unknown = import.meta.env.VITE_SUPPORT_EMAIL;
  return typeof address === 'string' && /^[\w.+-]+@[\w-]+(\.[\w-]+)+$/.test(address) ? address : undefined;
}
