// Touching a word shows its origin card beside it. Without this module the same link leads to the same facts.

const GAP = 8;

export function showOrigins(root) {
  if (!root.querySelector(".touch[data-origin]") || !("popover" in HTMLElement.prototype)) return;
  const card = makeCard(root);
  let touched = null;
  root.addEventListener("click", (event) => {
    const word = event.target.closest?.(".touch[data-origin]");
    if (!word || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    if (card.matches(":popover-open")) card.hidePopover();
    fill(card, word);
    card.showPopover();
    place(card, word);
    touched = word;
    word.setAttribute("aria-expanded", "true");
    card.focus();
  });
  card.addEventListener("toggle", (event) => {
    if (event.newState !== "closed" || !touched) return;
    touched.removeAttribute("aria-expanded");
    if (card.contains(document.activeElement) || document.activeElement === document.body) {
      touched.focus({ preventScroll: true });
    }
    touched = null;
  });
}

function makeCard(root) {
  const card = document.createElement("div");
  card.className = "origin-card";
  card.popover = "auto";
  card.tabIndex = -1;
  card.setAttribute("role", "dialog");
  card.setAttribute("aria-label", root.documentElement.dataset.originLabel ?? "Where these words came from");
  root.body.append(card);
  return card;
}

function fill(card, word) {
  const quoted = document.createElement("p");
  quoted.className = "origin-words";
  quoted.textContent = shortened(word.textContent.trim());
  const sentences = word.dataset.origin.split("\n").map((sentence) => {
    const paragraph = document.createElement("p");
    paragraph.textContent = sentence;
    return paragraph;
  });
  const more = document.createElement("a");
  more.href = word.href;
  more.textContent = labelOf(word, "originMore", "Show everything about it");
  const close = document.createElement("button");
  close.type = "button";
  close.className = "quiet-button";
  close.textContent = labelOf(word, "originClose", "Close");
  close.addEventListener("click", () => card.hidePopover());
  const foot = document.createElement("div");
  foot.className = "origin-card-foot";
  foot.append(more, close);
  card.replaceChildren(quoted, ...sentences, foot);
}

function labelOf(word, name, otherwise) {
  return word.ownerDocument.documentElement.dataset[name] ?? otherwise;
}

function shortened(words) {
  return words.length > 90 ? `${words.slice(0, 60)} … ${words.slice(-25)}` : words;
}

function place(card, word) {
  const [first] = word.getClientRects();
  const last = word.getBoundingClientRect();
  const below = last.bottom + GAP;
  const fits = below + card.offsetHeight <= innerHeight;
  const top = fits ? below : Math.max(GAP, first.top - card.offsetHeight - GAP);
  const left = Math.min(Math.max(GAP, first.left), innerWidth - card.offsetWidth - GAP);
  card.style.top = `${top}px`;
  card.style.left = `${Math.max(GAP, left)}px`;
}
