// Says what Python answers of the LIC in the row of a table that the mouse rests on or the keyboard is in.
//
// Streamlit draws its tables on a canvas. Inside each canvas lies a table for those who cannot see it, with the
// names of the columns and the cells of the rows on the screen; the keyboard's focus is on its cells. That is what
// is read here. Where a table has no column called LIC, or Streamlit has no such table any more, nothing is shown.

const REST_MS = 400; // how long the mouse rests on a row before it is asked about
const GAP = 4; // the pixels between a table and what is said under it

export default function ({ data, parentElement: root, setTriggerValue }) {
  const box = root.querySelector('[popover]'), spoken = root.querySelector('[role="status"]');
  root.stop?.(); // drawn again: the listeners of the last time must go
  const at = (root.at ??= { lic: null, table: null, timer: 0, byKey: false, typing: true });

  const hide = () => {
    clearTimeout(at.timer);
    Object.assign(at, { lic: null, table: null });
    if (box.matches(":popover-open")) box.hidePopover();
  };

  const show = (text) => {
    const table = at.table.getBoundingClientRect();
    box.textContent = text;
    if (!box.matches(":popover-open")) box.showPopover();
    box.style.left = `${Math.max(0, Math.min(table.left, innerWidth - box.offsetWidth))}px`;
    box.style.top = `${Math.min(table.bottom + GAP, innerHeight - box.offsetHeight)}px`;
    if (at.byKey) spoken.textContent = text;
  };

  const point = (table, lic, byKey) => {
    if (lic === at.lic && table === at.table) return;
    hide();
    if (!lic) return;
    Object.assign(at, { lic, table, byKey });
    at.timer = setTimeout(() => setTriggerValue("lic", { lic, nth: Date.now() }), REST_MS);
  };

  const overMouse = (event) => {
    const table = tableOf(event.target), row = table && rowAt(table, event.clientY);
    if (at.ticked && row === at.ticked) return;
    at.ticked = 0;
    if (table) point(table, licAt(table, row), false);
    else if (!at.byKey) hide();
  };

  // A click puts the focus on a cell too. Whoever clicks is about to use what the click opened under the table, which
  // the balances would lie over: they are said again once the mouse has left the row.
  const inFocus = (event) => {
    const table = tableOf(event.target), row = event.target.closest('tr[aria-rowindex]');
    if (table && row && at.typing) point(table, licAt(table, row.getAttribute("aria-rowindex")), true);
  };

  const pressed = (event) => {
    const table = tableOf(event.target);
    at.ticked = table && rowAt(table, event.clientY);
    at.typing = false;
    hide();
  };

  // Whoever types looks elsewhere, and a key may change what stands under a mouse that rests.
  const typed = () => {
    at.typing = true;
    hide();
  };

  const outOfFocus = (event) => {
    if (at.byKey && tableOf(event.relatedTarget) !== at.table) hide();
  };

  const listeners = {
    mousemove: overMouse, focusin: inFocus, focusout: outOfFocus, wheel: hide, pointerdown: pressed,
    keydown: typed,
  };
  for (const [name, hear] of Object.entries(listeners)) document.addEventListener(name, hear, true);
  root.stop = () => {
    for (const [name, hear] of Object.entries(listeners)) document.removeEventListener(name, hear, true);
  };

  if (data.lic && data.lic === at.lic && at.table?.isConnected) show(data.figures);
  return () => { root.stop(); hide(); };
}

const tableOf = (element) => element?.closest?.('[data-testid="stDataFrame"]') ?? null;

/** The number of the row at a height of the screen, as the table for those who cannot see it counts rows. */
function rowAt(table, y) {
  const [canvas, head] = table.querySelectorAll("canvas");
  const all = table.querySelector(".dvn-stack > :last-child")?.offsetHeight;
  const rows = table.querySelector('[role="grid"]')?.getAttribute("aria-rowcount") - 1;
  if (!canvas || !head || !all || !(rows > 0)) return 0;
  const names = head.offsetHeight - 1, down = y - canvas.getBoundingClientRect().top - names;
  if (down < 0) return 0;
  const scrolled = table.querySelector(".dvn-scroller").scrollTop;
  return Math.floor((down + scrolled) / ((all - names) / rows)) + 2; // the names are row 1
}

/** What stands under LIC in a row, or nothing. */
function licAt(table, row) {
  const names = [...table.querySelectorAll('th[role="columnheader"]')];
  const column = names.find((name) => name.textContent === "LIC")?.getAttribute("aria-colindex");
  return table.querySelector(`tr[aria-rowindex="${row}"] > td[aria-colindex="${column}"]`)?.textContent || null;
}
