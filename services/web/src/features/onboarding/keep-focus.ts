const CONTROLS = 'a[href], button, input, select, textarea, summary';
const ITEMS = 'li, tr, tbody';
const LISTS = 'ul, ol, table, tbody';
const FOLDED = 'details:not([open]) > :not(summary), details:not([open]) > :not(summary) *';

/** Where something was taken out of the page: what surrounds it is still there. */
type Gap = { parent: Element; next: Node | null; neighbours: Element[] };

/**
 * Keeps the focus inside `root` when what holds it is taken out, disabled or moved. It stays with what was moved; else it goes on to the
 * next button of the same `name` in the list, to the neighbour of an item that was removed, or to the heading of the group.
 */
export function keepFocus(root: HTMLElement): () => void {
  let held: HTMLElement | null = null;
  const hold = ({ target }: FocusEvent) => {
    held = target instanceof HTMLElement && root.contains(target) ? target : null;
  };
  // Who presses on plain paper leaves the focus behind on purpose.
  const leave = ({ target }: PointerEvent) => {
    if (target instanceof Element && !target.closest(CONTROLS)) held = null;
  };
  const observer = new MutationObserver((records) => {
    if (held && isLost(held)) focus(nextPlace(held, root, records));
  });
  document.addEventListener('focusin', hold);
  document.addEventListener('pointerdown', leave);
  observer.observe(root, { childList: true, subtree: true, attributeFilter: ['disabled'] });
  return () => {
    document.removeEventListener('focusin', hold);
    document.removeEventListener('pointerdown', leave);
    observer.disconnect();
  };
}

function isLost(held: HTMLElement): boolean {
  return held.matches(':disabled') || document.activeElement === document.body;
}

function focus(place: HTMLElement | null): void {
  if (place && !place.matches(CONTROLS)) place.tabIndex = -1;
  place?.focus();
}

function nextPlace(lost: HTMLElement, root: HTMLElement, records: readonly MutationRecord[]): HTMLElement | null {
  if (lost.isConnected) return lost.matches(':disabled') ? (besides(lost) ?? outwards(lost, gapAt(lost), root)) : lost;
  const gap = gapLeft(lost, records);
  return gap ? outwards(lost, gap, root) : headingOf(root);
}

function besides(disabled: HTMLElement): HTMLElement | undefined {
  return controlsIn(disabled.parentElement)[0];
}

function gapAt(element: HTMLElement): Gap {
  return { parent: element.parentElement ?? document.body, next: element.nextSibling, neighbours: [] };
}

function gapLeft(lost: HTMLElement, records: readonly MutationRecord[]): Gap | undefined {
  for (const { target, removedNodes, nextSibling, previousSibling } of records) {
    const removed = [...removedNodes].find((node) => node.contains(lost));
    if (!(removed instanceof Element && target instanceof Element && target.isConnected)) continue;
    const beside = removed.matches(ITEMS) ? [nextSibling, previousSibling] : [];
    return { parent: target, next: nextSibling, neighbours: beside.filter((node) => node instanceof Element) };
  }
  return undefined;
}

/** From the gap to the whole of `root`, the first place that makes sense. */
function outwards(lost: HTMLElement, gap: Gap, root: HTMLElement): HTMLElement | null {
  for (let around: Element | null = gap.parent; around && around !== root; around = around.parentElement) {
    const place = around.matches(LISTS) ? inList(around, lost, gap) : headOf(around);
    if (place) return place;
  }
  return headingOf(root);
}

function inList(list: Element, lost: HTMLElement, gap: Gap): HTMLElement | undefined {
  const name = lost.getAttribute('name');
  const alike = controlsIn(list).filter((control) => name && control.matches(`button[name="${name}"]`));
  const next = alike.find((control) => isAfter(gap, control)) ?? alike.at(-1);
  if (next || list !== gap.parent) return next;
  return gap.neighbours.map((neighbour) => controlsIn(neighbour)[0]).find(Boolean);
}

function isAfter({ parent, next }: Gap, control: HTMLElement): boolean {
  const from = next ?? parent;
  if (from === control) return true;
  const after = from.compareDocumentPosition(control) & Node.DOCUMENT_POSITION_FOLLOWING;
  return after !== 0 && (next !== null || !parent.contains(control));
}

/** What names a group: its heading or its tab; of a fieldset the first control, which is read out with the legend. */
function headOf(group: Element): HTMLElement | null {
  if (group.querySelector(':scope > legend')) return controlsIn(group)[0] ?? null;
  return document.getElementById(group.getAttribute('aria-labelledby') ?? '');
}

function headingOf(root: HTMLElement): HTMLElement | null {
  return root.querySelector('h1');
}

function controlsIn(element: Element | null): HTMLElement[] {
  const controls = element?.querySelectorAll<HTMLElement>(CONTROLS) ?? [];
  return [...controls].filter((control) => !control.matches(`:disabled, ${FOLDED}`));
}
