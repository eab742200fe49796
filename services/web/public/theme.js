// Before the first paint: a theme that was chosen on this device wins over the system's.
try {
  const theme = localStorage.getItem('rf:theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
} catch {
  // No storage: the system decides.
}
