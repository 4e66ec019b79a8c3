// While an amendment is typed, the part of the page that shows how it will be printed follows.
// The server works it out; without this module the buttons of the form do the same.

const PAUSE = 500;

for (const form of document.querySelectorAll("form[data-preview]")) follow(form);

function follow(form) {
  const printed = form.querySelector("#printed");
  if (!printed) return;
  let timer = 0;
  let asking = null;
  form.addEventListener("input", (event) => {
    if (!event.target.closest(".amending-foot")) wait();
  });
  // What was typed before this module came, or is given back by the browser.
  if ([...form.querySelectorAll("textarea")].some((area) => area.value !== area.defaultValue)) wait();

  function wait() {
    clearTimeout(timer);
    asking?.abort();
    timer = setTimeout(async () => {
      asking = new AbortController();
      printed.classList.add("is-waiting");
      const shown = await ask(form, asking.signal);
      if (shown === null) return;
      printed.classList.remove("is-waiting");
      if (shown) printed.replaceChildren(document.createRange().createContextualFragment(shown));
    }, PAUSE);
  }
}

// "" when there is nothing new to show, null when another question has overtaken this one.
async function ask(form, signal) {
  try {
    const answer = await fetch(form.dataset.preview, { method: "POST", body: new FormData(form), signal });
    return answer.ok ? await answer.text() : "";
  } catch (error) {
    return error.name === "AbortError" ? null : "";
  }
}
