// Lets files be dropped on a part of the page, and shows that they can be.

/** `taken(files)` hears of what was dropped on, or pasted into, this part. */
export function receivesFiles(node, taken) {
  let inside = 0;
  const mark = (by) => {
    inside = by === 0 ? 0 : Math.max(0, inside + by);
    node.classList.toggle("dropping", inside > 0);
  };
  const on = (name, work) =>
    node.addEventListener(name, (event) => {
      if (!event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      event.stopPropagation(); // the innermost part takes it
      work(event);
    });
  on("dragenter", () => mark(1));
  on("dragleave", () => mark(-1));
  on("dragover", (event) => (event.dataTransfer.dropEffect = "copy"));
  on("drop", (event) => {
    mark(0);
    taken(event.dataTransfer.files);
  });
  node.addEventListener("paste", (event) => {
    const { files = [], types = [] } = event.clipboardData ?? {};
    // Cells copied from a spreadsheet come as text and as a picture of it: the text is meant.
    if (!files.length || types.includes("text/plain")) return;
    event.preventDefault();
    event.stopPropagation();
    taken(files);
  });
}

/** A file dropped beside every such part would otherwise take the place of the whole page. */
export function refusesStrayFiles() {
  for (const name of ["dragover", "drop"]) document.addEventListener(name, (event) => event.preventDefault());
}
