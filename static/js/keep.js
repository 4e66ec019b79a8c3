// A form is kept as it is typed: on this device at once, on the server after a short pause.
// The server answers with how it would be printed. What it has not confirmed is sent again by itself.
import { LocalCopy } from "./local-copy.js";

const PAUSE = 400;
const AGAIN = 4000;
const ONCE = ["state", "before"]; // as large as the text; sent once, and then only named

export class Keeper {
  constructor(form, { say, show, ask }) {
    this.form = form;
    this.say = say; // (state, facts): the line that tells whether it is kept
    this.show = show; // ({printed, digest}): how it would be printed
    this.ask = ask; // ({elsewhere, version}): another window typed too
    this.hand = form.elements.hand.value;
    this.seen = form.elements.copy.value;
    this.local = new LocalCopy(form.dataset.subject, this.hand);
    this.turn = 0;
    this.isWhole = false; // the server has the fields of ONCE from this window
    this.isDirty = false;
    this.isHeld = false; // until somebody chooses between two windows
    this.listening = new AbortController();
    addEventListener("online", () => this.isDirty && this.send(), { signal: this.listening.signal });
    addEventListener("pagehide", () => this.isDirty && this.saveLocally(), { signal: this.listening.signal });
  }

  stop() {
    this.listening.abort();
    this.asking?.abort();
    clearTimeout(this.timer);
  }

  // Whether every word is on the server.
  get isKept() {
    return !this.isDirty && !this.asking;
  }

  touch() {
    this.isDirty = true;
    this.asking?.abort();
    this.asking = null;
    this.saveLocally();
    if (this.isHeld) return;
    if (navigator.onLine) this.say("typing");
    this.later(PAUSE);
  }

  later(pause) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), pause);
  }

  saveLocally() {
    const fields = Object.fromEntries(this.fields());
    delete fields.csrf_token;
    this.local.save({ fields, seen: this.seen, hand: this.hand, turn: this.turn, at: Date.now() });
  }

  // The fields of the form; boxes whose words nobody touched are left out.
  fields() {
    const fields = new FormData(this.form);
    for (const area of this.form.querySelectorAll("textarea[name^='words-']")) {
      if (area.value === area.defaultValue) fields.delete(area.name);
    }
    return fields;
  }

  // Send what is not confirmed yet; true when it is kept.
  async send() {
    clearTimeout(this.timer);
    if (this.isHeld) return false;
    this.asking?.abort();
    const asking = new AbortController();
    this.asking = asking;
    this.isDirty = false;
    this.turn += 1;
    const body = this.fields();
    body.set("turn", this.turn);
    body.set("copy", this.seen);
    if (this.isWhole) {
      const unsent = ONCE.filter((name) => body.has(name));
      for (const name of unsent) body.delete(name);
      body.set("unsent", unsent.join(" "));
    }
    const answer = await post(this.form.dataset.keep, body, asking.signal);
    if (this.asking === asking) this.asking = null;
    if (answer.aborted) return false;
    return this.answered(answer);
  }

  answered({ status, said }) {
    if (status === 200) return this.kept(said);
    this.isDirty = true;
    if (said.again) {
      this.isWhole = false;
      return this.send();
    }
    if (said.elsewhere) {
      this.isHeld = true;
      this.say("elsewhere");
      this.ask(said);
    } else if (status === 401 || status === 403) {
      this.say("signedOut");
      this.later(AGAIN);
      renewToken(this.form);
    } else if (!status || status >= 500) {
      this.say("offline");
      this.later(AGAIN);
    } else {
      this.say("refused", { reason: said.message ?? status });
    }
    return false;
  }

  kept(said) {
    if (said.turn > this.turn) {
      // Another window sent on, for this one, an older state of it.
      this.turn = said.turn;
      this.isDirty = true;
      this.later(0);
      return false;
    }
    this.seen = said.version;
    this.isWhole = true;
    if (this.isDirty) return false;
    this.local.clear();
    this.say("kept", { time: said.kept });
    this.show(said);
    return true;
  }

  goOnHere(version) {
    this.seen = version;
    this.isHeld = false;
    this.isWhole = false;
    this.isDirty = true;
    return this.send();
  }
}

// Send what closed windows left unsent on this device; true when something was.
export async function sendWhatIsLeft(form) {
  let wasLeft = false;
  for (const left of new LocalCopy(form.dataset.subject, form.elements.hand.value).left()) {
    const body = new FormData();
    for (const [name, value] of Object.entries(left.fields)) body.set(name, value);
    body.set("csrf_token", form.elements.csrf_token.value);
    body.set("turn", left.turn + 1);
    body.set("copy", left.seen);
    const { status, said } = await post(form.dataset.keep, body);
    if (said.elsewhere) return { left, said };
    if (status !== 200) return { left: null };
    localStorage.removeItem(left.key);
    wasLeft = true;
  }
  return { wasLeft };
}

async function post(address, body, signal) {
  try {
    const answer = await fetch(address, { method: "POST", body, signal, headers: { Accept: "application/json" } });
    const isJson = answer.headers.get("Content-Type")?.includes("json");
    return { status: answer.status, said: isJson ? await answer.json() : {} };
  } catch (error) {
    return { status: 0, said: {}, aborted: error.name === "AbortError" };
  }
}

// Somebody signed in again elsewhere: the form's word is a new one then.
async function renewToken(form) {
  try {
    const answer = await fetch(form.dataset.here);
    if (answer.redirected || !answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const token = page.querySelector("form[data-keep] input[name='csrf_token']");
    if (token) form.elements.csrf_token.value = token.value;
  } catch {
    // Tried again with the next sending.
  }
}
