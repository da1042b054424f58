// A page as it was printed beside the text of the document, with the cited words marked on it.
const printed = { on: false, asked: 0, page: 0 };

const printedPane = () => root.querySelector(".yj-printed");

// Shown with every document that has pages, once somebody wanted it, until they do not.
function printedOpened() {
  printed.page = 0;
  if (printedPane()) showPrinted(printed.on);
}

function showPrinted(on, page = 0) {
  printed.on = on;
  root.querySelector(".yj-show-printed").setAttribute("aria-pressed", String(on));
  printedPane().hidden = !on;
  if (on) drawPrinted(page);
}

async function drawPrinted(page) {
  const pane = printedPane();
  const number = ++printed.asked;
  pane.setAttribute("aria-busy", "true");
  const reply = await call("printed", { ...state(), page });
  if (number !== printed.asked || !pane.isConnected) return;
  pane.removeAttribute("aria-busy");
  const sheet = pane.querySelector(".yj-sheet");
  if (reply.error) return problem(sheet, reply.error);
  printed.page = reply.page;
  const line = pane.querySelector(".yj-page-at");
  line.textContent = line.dataset.said.replace("{at}", reply.page).replace("{n}", reply.pages);
  pane.querySelector(".yj-page-before").disabled = reply.page <= 1;
  pane.querySelector(".yj-page-after").disabled = reply.page >= reply.pages;
  const paper = document.createElement("div");
  paper.className = "yj-paper";
  const picture = document.createElement("img");
  picture.alt = sheet.dataset.alt.replace("{n}", reply.page);
  picture.src = `data:image/png;base64,${reply.picture}`;
  paper.append(picture, ...reply.marks.map(([left, top, width, height]) => {
    const box = document.createElement("div");
    box.className = "yj-printed-mark";
    const parts = { left, top, width, height };
    for (const [side, part] of Object.entries(parts)) box.style[side] = `${(part * 100).toFixed(3)}%`;
    return box;
  }));
  sheet.replaceChildren(paper);
  await picture.decode().catch(() => {});
  const first = paper.querySelector(".yj-printed-mark");
  centre(sheet, first?.offsetLeft ?? 0, first ? first.offsetTop : 0);
}

function centre(sheet, left, top) {
  sheet.scrollTop = top - sheet.clientHeight * 0.35;
  sheet.scrollLeft = left - sheet.clientWidth * 0.1;
}

// A click on the page makes it large enough to read, around the place clicked, and small again.
function enlarge(event) {
  const paper = event.target.parentElement;
  const across = event.offsetX / event.target.clientWidth, down = event.offsetY / event.target.clientHeight;
  const large = paper.classList.toggle("yj-large");
  const { clientWidth, clientHeight } = event.target;
  centre(paper.parentElement, large ? across * clientWidth - paper.parentElement.clientWidth * 0.4 : 0, down * clientHeight);
}

root.addEventListener("click", (event) => {
  const hit = (selector) => event.target.closest(selector);
  if (hit(".yj-show-printed")) showPrinted(!printed.on);
  else if (hit(".yj-page-before")) drawPrinted(printed.page - 1);
  else if (hit(".yj-paper img")) enlarge(event);
  else if (hit(".yj-page-after")) drawPrinted(printed.page + 1);
});
