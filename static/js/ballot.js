// Sends a ballot and does not leave its voter in doubt: it is kept in this browser until the service
// says that it is recorded, and sent again by itself. Sent twice, it is counted once.
// What was chosen is forgotten as soon as it is recorded; only the token that fetches the receipt stays.

const FIRST_WAIT = 1000;
const LONGEST_WAIT = 15000;
const FINAL = { closed: "closed", cast_already: "other", not_on_roll: "roll" };

for (const form of document.querySelectorAll("form[data-poll]")) new Ballot(form).begin();
for (const place of document.querySelectorAll("[data-closes]")) countDown(place);

function Ballot(form) {
  const state = form.querySelector(".state");
  const button = form.querySelector("button");
  const answers = form.querySelector("fieldset"); // none where only the receipt can be fetched again
  const name = `ballot ${form.dataset.poll} ${form.elements.place.value}`;
  let wait = FIRST_WAIT;

  this.begin = () => {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (button.ariaDisabled === "true") return;
      const ballot = { token: form.elements.token.value, choice: answer() };
      keep(ballot);
      send(ballot);
    });
    const kept = recall();
    if (!kept) return;
    if (kept.choice || !answers) send(kept);
  };

  // A ranking goes as one character for each option, so that none is longer than another.
  function answer() {
    const ranks = [...form.querySelectorAll("select")];
    return ranks.length ? `#${ranks.map((rank) => rank.value).join("")}` : form.elements.choice.value;
  }

  async function send(ballot) {
    rest(true);
    if (ballot.choice) say("sending");
    let response;
    try {
      response = await fetch(form.action, {
        method: "POST",
        headers: { Accept: "application/json" },
        body: new URLSearchParams({
          csrf_token: form.elements.csrf_token.value,
          place: form.elements.place.value,
          token: ballot.token,
          choice: ballot.choice || "",
        }),
      });
    } catch {
      return later(ballot);
    }
    if (response.status >= 500 || response.status === 429) return later(ballot);
    const told = await response.json().catch(() => ({}));
    if (told.receipt && ["recorded", "replaced"].includes(told.state)) return recorded(ballot, told);
    refused(response.status, told);
  }

  function recorded(ballot, told) {
    keep({ token: ballot.token });
    const at = told.at ? ` ${new Date(told.at).toLocaleTimeString([], { hourCycle: "h23" })}` : "";
    const receipt = told.receipt.match(/.{1,4}/g).join(" ");
    state.textContent = `✓ ${state.dataset.recorded}${at}, ${state.dataset.receipt} `;
    const code = document.createElement("code");
    code.textContent = receipt;
    state.append(code);
    state.classList.add("is-recorded");
    import("./live.js"); // whoever has voted waits for the result
    if (!answers) return;
    answers.hidden = button.hidden = true;
    if (!form.dataset.change) return;
    const again = document.createElement("a");
    again.href = location.href;
    again.textContent = form.dataset.change;
    state.append(" ", again);
  }

  function refused(status, told) {
    const why = FINAL[told.state];
    if (why) forget();
    if (told.state === "unknown_choice") forget();
    rest(Boolean(why));
    const again = told.state === "unknown_choice" && state.dataset.unknown ? "unknown" : "reload";
    say(why || (status === 401 ? "signin" : again));
  }

  function later(ballot) {
    say("again");
    setTimeout(() => send(ballot), wait);
    wait = Math.min(wait * 2, LONGEST_WAIT);
  }

  function say(what) {
    state.classList.remove("is-recorded");
    state.textContent = state.dataset[what];
  }

  function rest(resting) {
    if (button) button.ariaDisabled = resting ? "true" : null;
  }

  // A browser may keep nothing; the page then works as long as it stays open.
  function keep(ballot) {
    try {
      localStorage.setItem(name, JSON.stringify(ballot));
    } catch {}
  }

  function recall() {
    try {
      return JSON.parse(localStorage.getItem(name));
    } catch {
      return null;
    }
  }

  function forget() {
    try {
      localStorage.removeItem(name);
    } catch {}
  }
}

function countDown(place) {
  const end = Date.parse(place.dataset.closes);
  const left = place.querySelector("[data-left]");
  const tick = () => {
    const seconds = Math.max(0, Math.ceil((end - Date.now()) / 1000));
    left.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    if (seconds > 0) setTimeout(tick, 500);
  };
  tick();
}
