// A teller's figures, sent until the service has them. The form's token makes sending again safe: it is recorded once.
const AGAIN = 3000;

const form = document.querySelector(".sheet-form");
if (form) sendByItself(form);

function sendByItself(form) {
  const line = form.querySelector(".sending");
  const kept = `count ${location.pathname}`;
  const left = read(kept);
  if (left) {
    for (const [name, value] of left) {
      if (form.elements[name] && name !== "csrf_token") form.elements[name].value = value;
    }
    send(form, line, kept);
  }
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    event.stopPropagation(); // it is sent again by itself, past the guard against double clicks
    if (form.dataset.busy) return;
    keep(kept, JSON.stringify([...new FormData(form)]));
    send(form, line, kept);
  });
}

async function send(form, line, kept) {
  form.dataset.busy = "yes";
  const body = new URLSearchParams(new FormData(form));
  say(line, form.dataset.sending);
  for (;;) {
    try {
      const answer = await fetch(location.pathname, { method: "POST", body });
      if (answer.status < 500) {
        // Whoever has to sign in again finds their figures sent when they come back.
        if (answer.status !== 401 && answer.status !== 403) keep(kept, null);
        if (answer.ok && answer.redirected) return location.assign(answer.url);
        return form.submit(); // the service says on a page of its own what stands against it
      }
    } catch {
      // No network: tried again.
    }
    say(line, form.dataset.waiting);
    await Promise.race([pause(AGAIN), new Promise((go) => addEventListener("online", go, { once: true }))]);
  }
}

function say(line, words) {
  line.hidden = false;
  if (line.textContent !== words) line.textContent = words;
}

// Where a phone keeps nothing, the open page still sends.
function keep(name, value) {
  try {
    if (value === null) localStorage.removeItem(name);
    else localStorage.setItem(name, value);
  } catch {
    return;
  }
}

function read(name) {
  try {
    return JSON.parse(localStorage.getItem(name));
  } catch {
    return null;
  }
}

function pause(milliseconds) {
  return new Promise((go) => setTimeout(go, milliseconds));
}
