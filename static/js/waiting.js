// Sends a form for which people stand in line, and sends it again by itself while the line is full: what was typed, the
// password too, stays in its boxes and nowhere else. Pressing the button meanwhile sends it at once.

const LONGEST_WAIT = 20;
const SECOND = 1000;

for (const form of document.querySelectorAll("form[data-to]")) standInLine(form);

function standInLine(form) {
  const place = form.querySelector(".waiting");
  const [said, left, stop] = ["[role=status]", "[data-left]", "button"].map((part) => place.querySelector(part));
  let [tries, clock, sending] = [0, 0, false];

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!sending) send();
  });
  stop.addEventListener("click", () => rest("stopped"));

  async function send() {
    clearInterval(clock);
    sending = true;
    tries += 1;
    if (tries > 1) show("sending");
    try {
      const answer = await fetch(form.action, {
        method: "POST",
        body: form.enctype.startsWith("multipart") ? new FormData(form) : new URLSearchParams(new FormData(form)),
        redirect: "manual",
      });
      await read(answer);
    } catch {
      rest("away"); // it may have arrived: whether to send it again is the person's to say
    } finally {
      sending = false;
    }
  }

  async function read(answer) {
    const asked = Number(answer.headers.get("Retry-After"));
    if (answer.type === "opaqueredirect") return location.assign(form.dataset.to);
    if (answer.status === 503 && asked) return later(asked);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const main = page.querySelector("main");
    if (!main) return rest("away");
    document.querySelector("main").replaceWith(main);
    for (const other of main.querySelectorAll("form[data-to]")) standInLine(other);
    (main.querySelector(".wrongs") ?? main).focus();
  }

  // Everybody waits a little differently, and longer each time, so that a hall does not come back at once.
  function later(asked) {
    let seconds = Math.ceil(Math.min(asked * (0.7 + 0.6 * Math.random()) * (1 + tries / 4), LONGEST_WAIT));
    show("full");
    const tick = () => {
      left.textContent = left.dataset.left.replace("{seconds}", seconds).replace("{tries}", tries);
      if (seconds-- <= 0) send();
    };
    clock = setInterval(tick, SECOND);
    tick();
  }

  function show(what) {
    place.hidden = false;
    stop.hidden = what !== "full";
    left.textContent = "";
    if (said.textContent !== said.dataset[what]) said.textContent = said.dataset[what];
  }

  function rest(what) {
    clearInterval(clock);
    tries = 0;
    show(what);
  }
}
