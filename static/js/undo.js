// The undo bar counts its seconds down, then loads the page that shows the result as public.
// Markup: <… class="undo" data-seconds="8"> with .undo-seconds and <progress>; see macros/desk.html.

export function countDownUndo(root) {
  for (const bar of root.querySelectorAll(".undo[data-seconds]")) run(bar);
}

function run(bar) {
  const whole = Number(bar.dataset.seconds);
  const ends = performance.now() + whole * 1000;
  const words = bar.querySelector(".undo-seconds");
  const progress = bar.querySelector("progress");
  const timer = setInterval(() => {
    const left = Math.max(0, (ends - performance.now()) / 1000);
    if (words) words.textContent = String(Math.ceil(left));
    if (progress) progress.value = left;
    if (left > 0) return;
    clearInterval(timer);
    if (bar.dataset.next) location.assign(bar.dataset.next);
    else bar.hidden = true;
  }, 250);
}
