// Keeps Tab within a dialog: after its last control comes its first, not the browser's own bar.

const STOPS = "a[href], button, input, textarea, select, summary, [tabindex='0']";

export function keepsFocus(dialog) {
  dialog.addEventListener("keydown", (event) => {
    if (event.key !== "Tab" || event.defaultPrevented) return;
    const stops = [...dialog.querySelectorAll(STOPS)].filter(reachable);
    const [edge, other] = event.shiftKey ? [stops.at(0), stops.at(-1)] : [stops.at(-1), stops.at(0)];
    if (document.activeElement !== edge && stops.includes(document.activeElement)) return;
    event.preventDefault();
    other?.focus();
  });
}

function reachable(node) {
  return !node.disabled && node.tabIndex >= 0 && node.checkVisibility();
}
