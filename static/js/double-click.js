// A form is sent once: its buttons rest after the first press, and wake when the page is shown again.

export function guardDoubleClicks(root) {
  root.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post") return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
    for (const button of buttonsOf(form)) button.setAttribute("aria-disabled", "true");
  });
  window.addEventListener("pageshow", () => {
    for (const form of root.querySelectorAll("form[data-sent]")) {
      delete form.dataset.sent;
      for (const button of buttonsOf(form)) button.removeAttribute("aria-disabled");
    }
  });
}

// Buttons stay enabled, for a disabled one would keep its name and value from being sent.
function buttonsOf(form) {
  return [...form.elements].filter((element) => element.type === "submit");
}
