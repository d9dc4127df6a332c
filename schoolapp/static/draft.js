// The draft of a note, saved as one types: a second after the last key, at most every five seconds, one save at a time.
// School computers are shared: the text lives in the page and on the server, never in the browser's own storage. When
// the session ends, the page keeps the text and says how to go on; it saves by itself once someone is signed in again.
// The server refuses a page that another person opened.

const PAUSE = 1000;
const PATIENCE = 5000;
const RETRY = 15_000;
const KEEPALIVE_LIMIT = 60_000; // browsers send at most 64 kB while a page closes
const writer = crypto.getRandomValues(new Uint32Array(4)).reduce((name, part) => name + part.toString(36), "w");
let sequence = 0;

const one = (selector, root = document) => root.querySelector(selector);
const forms = () => [...document.querySelectorAll("form[data-draft]")];
const states = new WeakMap();

function stateOf(form) {
  if (!states.has(form)) states.set(form, { timer: 0, since: 0, dirty: false, busy: false, over: false, again: false, failed: false });
  return states.get(form);
}

// ---- When to save.

function typed(form) {
  const state = stateOf(form);
  if (state.over) return;
  const now = performance.now();
  if (!state.dirty) state.since = now;
  state.dirty = true;
  clearTimeout(state.timer);
  state.timer = setTimeout(() => save(form), Math.max(0, Math.min(PAUSE, state.since + PATIENCE - now)));
}

for (const kind of ["input", "change"]) {
  document.addEventListener(kind, (event) => {
    const form = event.target.closest?.("form[data-draft]");
    if (form) typed(form);
    if (event.target.matches?.("textarea[data-limit]")) count(event.target);
  });
}

// Leaving the page, or coming back to it with something still to be kept.
document.addEventListener("visibilitychange", () => {
  for (const form of forms()) {
    if (stateOf(form).dirty) save(form, { leaving: document.hidden });
  }
});
window.addEventListener("online", () => forms().filter((form) => stateOf(form).dirty).forEach((form) => save(form)));
window.addEventListener("beforeunload", (event) => {
  for (const form of forms().filter((form) => stateOf(form).dirty && !stateOf(form).over)) {
    if (stateOf(form).failed) event.preventDefault(); // the browser asks before the text goes
    else save(form, { leaving: true });
  }
});

// ---- Saving.

async function save(form, { leaving = false } = {}) {
  const state = stateOf(form);
  clearTimeout(state.timer);
  if (state.over || !form.isConnected) return;
  if (state.busy && !leaving) {
    state.again = true;
    return;
  }
  state.busy = true;
  state.dirty = false;
  try {
    await settle(form, state, await send(form, leaving));
  } catch {
    state.dirty = true;
    problem(form, "offline");
  }
  state.busy = false;
  if (state.again) {
    state.again = false;
    typed(form);
  }
}

function send(form, leaving) {
  const body = new FormData(form);
  body.set("writer", writer);
  body.set("sequence", String(++sequence));
  body.delete("csrf_token");
  const size = [...body.values()].reduce((sum, value) => sum + String(value).length * 3, 0);
  return fetch(form.dataset.draft, {
    method: "POST",
    body,
    headers: { "X-CSRFToken": one('meta[name="csrf-token"]').content, "HX-Request": "true", "X-Draft": "1" },
    keepalive: leaving && size < KEEPALIVE_LIMIT,
  });
}

async function settle(form, state, response) {
  if (response.ok) {
    const kept = await response.json();
    if (kept.revision) seen(form, kept.revision);
    const status = one("[data-draft-status]", form);
    if (status && kept.at) status.textContent = status.dataset.words.replace("{}", kept.at);
    return problem(form, null);
  }
  state.dirty = true;
  if (response.status === 401) return problem(form, "signed-out");
  if (response.status === 400) return (await renewToken(form)) && typed(form);
  const told = await response.json().catch(() => ({}));
  if (told.revision) one("[data-draft-mine]", form).dataset.revision = told.revision;
  return problem(form, told.why ?? "offline", told.words);
}

function seen(form, revision) {
  const field = form.elements.namedItem("seen");
  if (field) field.value = revision;
}

// After a new sign-in in another tab, this page's anti-forgery token is worth nothing any more. Says whether there is
// another one to try with; shows the problem otherwise.
async function renewToken(form) {
  const answer = await fetch(form.dataset.draft, { headers: { "HX-Request": "true" } });
  const { csrf } = answer.ok ? await answer.json() : {};
  const meta = one('meta[name="csrf-token"]');
  if (!csrf || csrf === meta.content) {
    problem(form, answer.status === 401 ? "signed-out" : "offline");
    return false;
  }
  for (const field of document.querySelectorAll('input[name="csrf_token"]')) field.value = csrf;
  meta.content = csrf;
  return true;
}

// ---- Saying what happens.

function problem(form, why, words) {
  stateOf(form).failed = Boolean(why);
  if (why === "offline") setTimeout(() => stateOf(form).failed && save(form), RETRY);
  const box = one("[data-draft-problem]", form);
  if (!box) return;
  for (const line of box.querySelectorAll("[data-when]")) {
    line.hidden = line.dataset.when !== why;
    if (words && line.dataset.when === why) line.textContent = words;
  }
  one("[data-draft-mine]", box).hidden = why !== "elsewhere";
  one("[data-draft-retry]", box).hidden = why === "elsewhere";
  box.hidden = !why;
}

document.addEventListener("click", (event) => {
  const form = event.target.closest?.("form[data-draft]");
  const mine = event.target.closest?.("[data-draft-mine]");
  if (mine) seen(form, mine.dataset.revision);
  if (mine || event.target.closest?.("[data-draft-retry]")) save(form);
});

function count(area) {
  const length = [...area.value].length;
  const limit = Number(area.dataset.limit);
  const note = one(".counter", area.parentElement);
  const near = length > limit * 0.9;
  const shown = (value) => value.toLocaleString("fr-CA");
  note.textContent = near ? `${shown(length)} / ${shown(limit)}` : "";
  note.classList.toggle("late", length > limit);
}

// ---- Sending the note itself. A session that ended must not take the text away with the page.

document.addEventListener("htmx:after:request", (event) => {
  const { sourceElement: form, response } = event.detail.ctx;
  if (!form?.matches?.("form[data-draft]")) return;
  if (response.status === 401) {
    event.preventDefault();
    stateOf(form).dirty = true;
    problem(form, "signed-out");
  } else if (response.status === 400) {
    event.preventDefault();
    stateOf(form).dirty = true;
    renewToken(form).then((isNew) => isNew && form.requestSubmit());
  } else if (response.status < 400) {
    stateOf(form).over = true; // the note is written: nothing to save, nothing to warn of
  }
});

for (const area of document.querySelectorAll("textarea[data-limit]")) count(area);
