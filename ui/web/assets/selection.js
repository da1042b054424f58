// Selected words of the open document: where they stand in the source is asked of the server, then they are collected
// or copied like any citation. An answer is exported whole.
let settling;
let picking = 0;

// A place in a block: its number, and how many UTF-16 units of its text stand before.
function placeOf(box, node, offset, last) {
  if (node === box) {
    const block = box.children[last ? offset - 1 : offset];
    return block ? [+block.id.slice(1), last ? block.textContent.length : 0] : null;
  }
  const block = (node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement).closest(".yj-document > p");
  if (!block) return null;
  const before = document.createRange();
  before.selectNodeContents(block);
  before.setEnd(node, offset);
  return [+block.id.slice(1), before.toString().length];
}

function selected(box) {
  const chosen = getSelection();
  if (!box || !chosen.rangeCount || chosen.isCollapsed) return null;
  const range = chosen.getRangeAt(0);
  if (!box.contains(range.commonAncestorContainer)) return null;
  const from = placeOf(box, range.startContainer, range.startOffset, false);
  const to = placeOf(box, range.endContainer, range.endOffset, true);
  return from && to && { from, to };
}

async function pick() {
  const strip = root.querySelector(".yj-picked");
  if (!strip) return;
  const number = ++picking;
  const place = selected(root.querySelector(".yj-document"));
  if (!place) { strip.hidden = true; return; } // also when the selection was taken away by a click elsewhere
  const { file, begin, view: script } = strip.dataset;
  const reply = await call("pick", { file, begin, script, ...place });
  if (number !== picking || !strip.isConnected) return;
  const said = strip.querySelector(".yj-picked-said");
  const [collect, copying] = strip.querySelectorAll("button");
  collect.hidden = copying.hidden = Boolean(reply.error);
  said.textContent = reply.error ?? said.dataset.said.replace("{n}", reply.size.toLocaleString());
  Object.assign(collect.dataset, { collect: file, start: reply.start ?? "", end: reply.end ?? "" });
  copying.dataset.copy = reply.copy ?? "";
  strip.hidden = false;
  beside(strip);
}

// The strip stands below the selection, above it where there is no room, and always on screen.
function beside(strip) {
  const chosen = getSelection();
  if (strip.hidden || !chosen.rangeCount) return;
  const lines = chosen.getRangeAt(0).getClientRects();
  const [first, last] = [lines[0], lines[lines.length - 1]];
  if (!last) return;
  const { offsetWidth: width, offsetHeight: height } = strip;
  const below = last.bottom + 8, above = first.top - height - 8;
  const top = below + height + 8 < innerHeight ? below : above;
  strip.style.top = `${Math.max(8, Math.min(top, innerHeight - height - 12))}px`;
  strip.style.left = `${Math.max(8, Math.min(last.right - width / 2, innerWidth - width - 12))}px`;
}

document.addEventListener("scroll", () => { const strip = root.querySelector(".yj-picked"); if (strip) beside(strip); }, {
  capture: true, passive: true,
});

document.addEventListener("selectionchange", () => { clearTimeout(settling); settling = setTimeout(pick, 200); });

// A click on the strip must not take away the selection that it is about.
root.addEventListener("mousedown", (event) => { if (event.target.closest(".yj-picked")) event.preventDefault(); });

root.addEventListener("click", async (event) => {
  const button = event.target.closest(".yj-export-answer");
  if (!button) return;
  const given = new URLSearchParams(location.search);
  const once = ["q", "from", "until"].map((key) => [key, given.get(key) ?? ""]);
  const often = ["document", "place", "issuer", "year"].map((key) => [key, given.getAll(key)]);
  const asked = Object.fromEntries([...once, ...often]);
  button.disabled = true;
  const reply = await call("answer", asked);
  button.disabled = false;
  if (reply.error) page.tell(reply.error); else save(reply);
});
