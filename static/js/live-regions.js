// Replacing a part of a page under somebody's eyes: never while they write or press, and with focus and folds as they were.

const WRITES = "textarea, select, input:not([type=radio], [type=checkbox], [type=hidden], [type=submit], [type=button])";
let pressing = false;

export function watchPointer(root, released) {
  root.addEventListener("pointerdown", () => (pressing = true));
  for (const end of ["pointerup", "pointercancel"]) {
    root.addEventListener(end, () => {
      pressing = false;
      setTimeout(released, 50);
    });
  }
}

// Whether something would be lost: words not sent yet, a press half done, a form on its way.
export function isBusy(region) {
  const here = document.activeElement;
  if (pressing || (region.contains(here) && here.matches(WRITES))) return true;
  if (region.querySelector("form[data-sent]")) return true;
  return [...region.querySelectorAll("input, textarea, select")].some(isChanged);
}

function isChanged(box) {
  if (box.type === "hidden" || box.type === "submit" || box.type === "button") return false;
  if (box.type === "radio" || box.type === "checkbox") return box.checked !== box.defaultChecked;
  if (box.tagName === "SELECT") {
    const first = [...box.options].some((option) => option.defaultSelected);
    return [...box.options].some((option, at) => option.selected !== (first ? option.defaultSelected : at === 0));
  }
  return box.value !== box.defaultValue;
}

export function keepPlace(region, replace) {
  const focused = region.contains(document.activeElement) ? pathTo(document.activeElement, region) : "";
  const open = [...region.querySelectorAll("details")].map((one) => [named(one), one.open]);
  replace();
  for (const fold of region.querySelectorAll("details")) {
    const before = open.find(([name]) => name === named(fold));
    if (before) fold.open = before[1];
  }
  if (focused) region.querySelector(focused)?.focus({ preventScroll: true });
}

function named(fold) {
  return fold.id || fold.querySelector("summary")?.textContent.trim() || "";
}

// How to find the same element again: by its id, by its name and value, or by where it leads.
function pathTo(element, region) {
  const tag = element.tagName.toLowerCase();
  if (element.id) return `#${CSS.escape(element.id)}`;
  for (const name of ["name", "href"]) {
    const value = element.getAttribute(name);
    if (value === null) continue;
    const chosen = element.value ? `[value="${CSS.escape(element.value)}"]` : "";
    const found = `${tag}[${name}="${CSS.escape(value)}"]${name === "name" ? chosen : ""}`;
    if (region.querySelector(found)) return found;
  }
  const summaries = [...region.querySelectorAll(tag)];
  return summaries.indexOf(element) === 0 ? tag : "";
}
