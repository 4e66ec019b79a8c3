// Text areas marked .grows are as tall as their text, where the browser cannot do so by itself.

export function growTextAreas(root) {
  if (CSS.supports("field-sizing", "content")) return;
  for (const area of root.querySelectorAll("textarea.grows")) {
    area.addEventListener("input", () => grow(area));
    area.closest("details")?.addEventListener("toggle", () => grow(area));
    grow(area);
  }
}

function grow(area) {
  if (!area.offsetParent) return;
  area.style.height = "auto";
  area.style.height = `${area.scrollHeight + 2}px`;
}
