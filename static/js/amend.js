// Writing an amendment: it is kept and shown as it is typed, and the buttons beside a clause act in place.
// Without this module the same form does the same, a page at a time.
import { growTextAreas } from "./autosize.js";
import { Keeper, sendWhatIsLeft } from "./keep.js";
import { forget } from "./local-copy.js";

const NARROW = matchMedia("(width < 68rem)");

for (const form of document.querySelectorAll("form[data-keep]")) begin(form);

async function begin(form) {
  const line = form.querySelector("#keeping");
  if (!line) return;
  const keeper = new Keeper(form, {
    say: (state, facts) => say(line, state, facts),
    show: (shown) => showPrinted(form, shown),
    ask: (said) => askWhich(form, said, { theirs: () => reload(keeper), mine: () => keeper.goOnHere(said.version) }),
  });
  form.addEventListener("input", () => keeper.touch());
  form.addEventListener("submit", (event) => submit(event, form, keeper));
  openAsSheet(form);
  layOutActs(form);
  await takeUp(form, keeper);
}

// What an earlier window left on this device comes first; then what the browser itself gives back.
async function takeUp(form, keeper) {
  const { wasLeft, left, said } = await sendWhatIsLeft(form);
  if (wasLeft) return location.reload();
  if (said) {
    return askWhich(form, said, {
      theirs: () => {
        forget(left.key);
        form.parentElement.querySelector(".elsewhere")?.remove();
      },
      mine: async () => {
        localStorage.setItem(left.key, JSON.stringify({ ...left, seen: said.version }));
        if ((await sendWhatIsLeft(form)).wasLeft) location.reload();
      },
    });
  }
  const isTyped = [...form.querySelectorAll("textarea")].some((area) => area.value !== area.defaultValue);
  if (isTyped) keeper.touch();
  return undefined;
}

function reload(keeper) {
  keeper.stop();
  keeper.local.clear();
  location.reload();
}

function say(line, state, facts = {}) {
  const words = line.dataset[state] ?? "";
  const told = words.replace(/\{(\w+)\}/g, (_, name) => facts[name] ?? "");
  if (line.textContent !== told) line.textContent = told;
  line.dataset.now = state;
}

function showPrinted(form, { printed, digest }) {
  form.querySelector("#printed").replaceChildren(document.createRange().createContextualFragment(printed));
  const words = form.querySelector(".digest-words");
  if (words && words.textContent !== digest) words.textContent = digest;
}

function askWhich(form, said, choices) {
  form.parentElement.querySelector(".elsewhere")?.remove();
  const box = document.createElement("div");
  box.className = "elsewhere";
  box.append(document.createRange().createContextualFragment(said.elsewhere));
  box.addEventListener("click", (event) => {
    const choice = event.target.closest("[data-choose]")?.dataset.choose;
    if (!choice) return;
    box.remove();
    choices[choice]();
  });
  form.before(box);
  box.scrollIntoView({ block: "nearest" });
}

// Nothing is sent away by a button before every word is kept.
function submit(event, form, keeper) {
  const by = event.submitter;
  if (event.defaultPrevented) return;
  if (by?.name === "act" || by?.name === "use") {
    event.preventDefault();
    act(form, keeper, by);
  } else if (!keeper.isKept || !navigator.onLine) {
    event.preventDefault();
    keeper.send().then((isKept) => isKept && form.requestSubmit(by));
  }
}

async function act(form, keeper, by) {
  const line = form.querySelector("#keeping");
  const body = new FormData(form);
  body.set(by.name, by.value);
  keeper.saveLocally();
  form.setAttribute("aria-busy", "true");
  let page;
  try {
    const answer = await fetch(form.action, { method: "POST", body });
    page = new DOMParser().parseFromString(await answer.text(), "text/html");
  } catch {
    keeper.isDirty = true;
    keeper.later(4000);
    return say(line, "actOffline");
  } finally {
    form.removeAttribute("aria-busy");
  }
  const next = page.querySelector("form[data-keep]");
  if (!next) return keeper.touch(); // its answer says why nothing is kept any more
  keeper.stop();
  keeper.local.clear();
  return turnPage(page, next.dataset.here);
}

function turnPage(page, address) {
  const main = document.querySelector("main");
  const from = scrollY;
  main.replaceChildren(...document.adoptNode(page.querySelector("main")).childNodes);
  history.replaceState(null, "", address);
  growTextAreas(document);
  scrollTo({ top: from, behavior: "instant" });
  const here = main.querySelector("#here, #printed");
  here?.scrollIntoView({ block: "nearest", behavior: "instant" });
  (here?.querySelector("textarea") ?? here)?.focus({ preventScroll: true });
  for (const form of main.querySelectorAll("form[data-keep]")) begin(form);
}

// In a long text a clause has one button for all its acts; they are laid out when it is opened.
function layOutActs(form) {
  const all = form.querySelector("#clause-acts");
  if (!all) return;
  form.addEventListener(
    "toggle",
    (event) => {
      const asking = event.target.open && event.target.querySelector("button[data-acts]");
      if (!asking) return;
      const id = asking.value.split(":")[1];
      const citation = asking.querySelector(".heard").textContent;
      const buttons = document.importNode(all.content, true);
      for (const button of buttons.querySelectorAll("button")) {
        if (!asking.dataset.acts.split(" ").includes(button.value)) button.remove();
        button.value += `:${id}`;
        button.querySelector(".heard").textContent = citation;
      }
      asking.replaceWith(buttons);
    },
    { capture: true },
  );
}

// On a small screen the print lies over the text as a sheet; a touch beside it or Escape takes it away.
function openAsSheet(form) {
  const link = form.querySelector(".digest");
  const sheet = form.querySelector("#printed");
  if (!link || !sheet) return;
  link.setAttribute("role", "button");
  link.setAttribute("aria-expanded", "false");
  const put = (isOpen) => {
    sheet.classList.toggle("is-sheet", isOpen);
    link.setAttribute("aria-expanded", String(isOpen));
    for (const under of sheet.parentElement.children) if (under !== sheet) under.inert = isOpen;
    if (isOpen) sheet.focus({ preventScroll: true });
  };
  link.addEventListener("click", (event) => {
    if (!NARROW.matches) return;
    event.preventDefault();
    put(!sheet.classList.contains("is-sheet"));
  });
  link.addEventListener("keydown", (event) => {
    if (event.key !== " ") return;
    event.preventDefault();
    link.click();
  });
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !sheet.classList.contains("is-sheet")) return;
    put(false);
    link.focus();
  });
  form.addEventListener("click", (event) => {
    if (!sheet.classList.contains("is-sheet") || link.contains(event.target)) return;
    if (!sheet.contains(event.target) || event.target.closest("a")) put(false);
  });
  NARROW.addEventListener("change", () => put(false));
}
