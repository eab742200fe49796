// A theme that was chosen on this device wins over the system's, and who is signed in is not shown what is for guests.
try {
  const { dataset } = document.documentElement;
  const theme = localStorage.getItem('rf:theme');
  if (theme === 'light' || theme === 'dark') dataset.theme = theme;
  if (localStorage.getItem('rf:copy:session')) dataset.signedIn = '';
} catch {
  // No storage: the system decides, and everybody is a guest until the app knows better.
}
