// Puts what is opened beside its button: below it, or above where there is more room; always inside the window.

const EDGE = 8;
const GAP = 4;

export function placeBeside(box, anchor, wanted) {
  const button = anchor.getBoundingClientRect();
  const below = innerHeight - button.bottom - EDGE - GAP;
  const above = button.top - EDGE - GAP;
  const downwards = below >= wanted || below >= above;
  const { style } = box;
  style.minWidth = `${Math.min(button.width, innerWidth - 2 * EDGE)}px`;
  style.maxHeight = `${Math.max(120, downwards ? below : above)}px`;
  style.left = `${Math.max(EDGE, Math.min(button.left, innerWidth - box.offsetWidth - EDGE))}px`;
  if (downwards) style.top = `${button.bottom + GAP}px`;
  else style.bottom = `${innerHeight - button.top + GAP}px`; // so that what gets shorter stays at its button
}
