// Pages that follow what happens: by the live hub's events, by asking where streams are blocked, and by saying so where
// neither works. Markup: templates/macros/live.html. Nothing is drawn here: a region is read again from where it came.
import { countDownUndo } from "./undo.js";
import { keepPlace, isBusy, watchPointer } from "./live-regions.js";

const ASK = 4000;
const ASK_HIDDEN = 30000;
const LONGEST_WAIT = 30000;
const SILENCE = 40000; // the hub says something every 15 seconds
const FIRST_WORD = 6000;
const TRY_STREAM_AGAIN = 60000;

const state = document.querySelector("[data-live-feed]");
if (state) follow(state);

function follow(state) {
  const sign = state.querySelector("[data-live-state]");
  const again = state.querySelector("[data-live-again]");
  const said = document.querySelector("[data-live-said]");
  let facts = null; // the last that was told
  let lastId = "";
  let reached = Date.now(); // when anything was last heard
  let skew = 0; // how far the service's clock is ahead of this one
  let stream = null;
  let isHeard = false; // whether this stream ever said anything
  let isTroubled = false; // whether it broke and has not spoken since
  let asking = null;
  let listening = null;
  let failures = 0;

  watchPointer(document, refreshLate);
  document.addEventListener("focusout", () => setTimeout(refreshLate));
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden && !stream) ask();
  });
  window.addEventListener("offline", () => {
    drop();
    lost();
    askLater();
  });
  window.addEventListener("online", listen);
  setInterval(tick, 250);
  listen();

  // --- the hub

  async function listen() {
    clearTimeout(listening);
    drop();
    let address = "";
    try {
      address = (await get(state.dataset.liveWay)).events;
    } catch {
      // asking will say what is wrong
    }
    if (!address || !window.EventSource) return ask();
    const url = new URL(address, location.href);
    if (lastId) url.searchParams.set("last", lastId);
    stream = new EventSource(url);
    stream.onmessage = (event) => {
      lastId = event.lastEventId;
      heard(JSON.parse(event.data));
    };
    stream.addEventListener("beat", alive);
    stream.addEventListener("renew", () => setTimeout(listen, Math.random() * 1000));
    stream.onerror = () => {
      // A browser tries a stream again by itself; one that never spoke is left alone.
      if (!isHeard || stream?.readyState === EventSource.CLOSED) giveUp();
      else if (!isTroubled) waitFor(FIRST_WORD);
      isTroubled = true;
    };
    isHeard = false;
    waitFor(FIRST_WORD);
  }

  function alive() {
    isHeard = true;
    isTroubled = false;
    reach();
    clearTimeout(asking);
    waitFor(SILENCE);
  }

  function waitFor(time) {
    clearTimeout(listening);
    listening = setTimeout(giveUp, time);
  }

  // No stream comes through: ask instead, and try the stream again later.
  function giveUp() {
    drop();
    ask();
    clearTimeout(listening);
    listening = setTimeout(listen, TRY_STREAM_AGAIN * (0.5 + Math.random()));
  }

  function drop() {
    stream?.close();
    stream = null;
  }

  // --- asking

  async function ask() {
    clearTimeout(asking);
    try {
      const told = await get(state.dataset.liveFeed);
      failures = 0;
      heard(told);
    } catch {
      failures += 1;
      if (!stream) lost();
    }
    if (!stream) askLater();
  }

  function askLater() {
    clearTimeout(asking);
    const pace = document.hidden ? ASK_HIDDEN : ASK;
    const wait = Math.min(pace * 2 ** Math.min(failures, 3), LONGEST_WAIT);
    asking = setTimeout(ask, wait * (0.75 + Math.random() / 2));
  }

  async function get(address) {
    const answer = await fetch(address, { cache: "no-cache", headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(answer.status);
    const date = Date.parse(answer.headers.get("Date"));
    // The header counts whole seconds: half of one is the best guess.
    if (date) skew = date + 500 - Date.now();
    return answer.json();
  }

  // --- what is told

  function heard(told) {
    if (stream) alive();
    reach();
    facts = told;
    countTurnout(document);
    for (const region of document.querySelectorAll("[data-live]")) refreshSoon(region);
  }

  function wanted(region) {
    // A clock that runs out changes the floor without a minute.
    return region.dataset.liveOn === "minute" ? `${facts.minute} ${facts.floor}` : facts.floor;
  }

  function has(region) {
    return region.dataset.liveOn === "minute" ? region.dataset.minute : region.dataset.floor;
  }

  function refreshSoon(region) {
    if (region.querySelector("[data-live-done]")) return; // it says the last there is to say
    if (region.dataset.liveFrom === "now" && !has(region)) region.dataset.floor = facts.floor;
    if (has(region) === wanted(region) || region.dataset.reading === wanted(region)) return;
    region.dataset.reading = wanted(region);
    // A whole hall does not ask at the same moment.
    setTimeout(() => refresh(region), Math.random() * Number(region.dataset.liveSpread || 0));
  }

  async function refresh(region, tries = 4) {
    const want = wanted(region);
    let fresh = null;
    try {
      const url = new URL(region.dataset.live, location.href);
      url.hash = "";
      if (region.dataset.liveOn === "floor") url.searchParams.set("floor", want);
      const answer = await fetch(url, { cache: "no-cache" });
      if (!answer.ok) throw new Error(answer.status);
      fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById(region.id);
    } catch {
      // the next thing told, or the next question, tries again
    }
    delete region.dataset.reading;
    if (!fresh) return;
    if (region.dataset.liveOn === "minute") fresh.dataset.minute = want;
    if (isBusy(region)) return late(region);
    replace(region, fresh);
    if (wanted(region) !== has(region) && tries) setTimeout(() => refresh(region, tries - 1), 500);
  }

  function replace(region, fresh) {
    delete region.dataset.late;
    for (const name of ["floor", "minute"]) {
      if (fresh.dataset[name]) region.dataset[name] = fresh.dataset[name];
    }
    if (fresh.innerHTML === (region.cameAs ?? region.innerHTML)) return;
    const words = region.querySelector("[data-live-heard]")?.textContent;
    const came = fresh.innerHTML;
    keepPlace(region, () => region.replaceChildren(...document.adoptNode(fresh).childNodes));
    region.cameAs = came;
    countDownUndo(region);
    if (facts) countTurnout(region);
    tick();
    const now = region.querySelector("[data-live-heard]")?.textContent;
    if (said && now && now !== words) said.textContent = now;
    region.dispatchEvent(new CustomEvent("live:replaced", { bubbles: true }));
  }

  // Somebody is writing there: their page waits for them.
  function late(region) {
    region.dataset.late = "yes";
    sign.textContent = state.dataset.wordLate;
    again.hidden = false;
  }

  function refreshLate() {
    for (const region of document.querySelectorAll("[data-live][data-late]")) {
      if (!isBusy(region)) {
        delete region.dataset.late;
        reach();
        refresh(region);
      }
    }
  }

  // --- what only counts

  function countTurnout(root) {
    const turnout = facts.poll?.turnout;
    if (turnout === undefined) return;
    for (const words of root.querySelectorAll("[data-turnout]")) {
      words.textContent = words.dataset.words.replace("{turnout}", turnout);
    }
  }

  function tick() {
    for (const clock of document.querySelectorAll("[data-countdown]")) {
      const left = Math.max(0, Math.ceil((Date.parse(clock.dataset.countdown) - Date.now() - skew) / 1000));
      const shown = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
      if (clock.textContent !== shown) clock.textContent = shown;
      clock.hidden = false;
    }
  }

  // --- how it is with the connection

  function reach() {
    reached = Date.now();
    if (document.querySelector("[data-live][data-late]")) return;
    state.classList.remove("is-off");
    sign.textContent = state.dataset.wordOn;
    again.hidden = true;
  }

  function lost() {
    const time = new Date(reached).toLocaleTimeString(document.documentElement.lang, {
      hour: "2-digit",
      minute: "2-digit",
    });
    const words = state.dataset.wordOff.replace("{time}", time);
    state.classList.add("is-off");
    if (sign.textContent !== words) {
      sign.textContent = words;
      if (said) said.textContent = words;
    }
    again.hidden = false;
  }
}
