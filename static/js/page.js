// What every page loads. Each part looks for its own marks in the page and does nothing where there are none.
import { growTextAreas } from "./autosize.js";
import { guardDoubleClicks } from "./double-click.js";
import { showOrigins } from "./origin.js";
import { countDownUndo } from "./undo.js";

guardDoubleClicks(document);
growTextAreas(document);
showOrigins(document);
countDownUndo(document);
document.querySelector(".wrongs")?.focus();
