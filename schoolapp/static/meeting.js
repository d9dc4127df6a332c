// A meeting: words saved as one types, others' words that come in, points ordered by drag. Without this script every point
// has its page, and every form is a form.
//
// Nobody's words are lost: a save says which version it follows; the server refuses it when somebody wrote since, and both
// texts are shown. Words come in by themselves where nothing is being typed.
"use strict";

{
  const PAUSE = 600;
  const RETRY = 5000;
  const KEEPALIVE_LIMIT = 60_000;
  const live = document.getElementById("meeting-live");
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const find = (selector, root = document) => root.querySelector(selector);
  const list = (selector, root = document) => [...root.querySelectorAll(selector)];
  const plain = (text) => text.replaceAll("\r\n", "\n").trim();

  // ---- The words of each point: what the server has (base, version), what is here (the textarea).

  const states = new Map();

  function stateOf(form) {
    if (!states.has(form.id)) {
      const field = area(form);
      states.set(form.id, { form, base: field.defaultValue, version: Number(form.elements.version.value), timer: 0, busy: false, again: false, failed: false, versus: null });
    }
    return states.get(form.id);
  }

  const area = (form) => form.elements.words;
  const isClean = (state) => plain(area(state.form).value) === plain(state.base);

  function typed(form) {
    const state = stateOf(form);
    clearTimeout(state.timer);
    state.timer = setTimeout(() => save(state), PAUSE);
  }

  async function save(state, { leaving = false } = {}) {
    clearTimeout(state.timer);
    if (state.versus || isClean(state)) return;
    if (state.busy && !leaving) {
      state.again = true;
      return;
    }
    state.busy = true;
    const words = area(state.form).value;
    try {
      await settle(state, words, await send(state, words, leaving));
    } catch {
      problem(state, "offline");
    }
    state.busy = false;
    if (state.again) {
      state.again = false;
      typed(state.form);
    }
  }

  function send(state, words, leaving) {
    const body = new FormData(state.form);
    body.set("version", String(state.version));
    body.delete("csrf_token");
    return fetch(state.form.action, {
      method: "POST",
      body,
      headers: { "X-CSRFToken": find('meta[name="csrf-token"]').content, "HX-Request": "true", "X-Draft": "1" },
      keepalive: leaving && words.length * 3 < KEEPALIVE_LIMIT,
    });
  }

  async function settle(state, words, response) {
    if (response.ok) {
      const kept = await response.json();
      state.version = kept.version;
      state.base = words;
      problem(state, null);
      return say(state, "saved", kept);
    }
    if (response.status === 401) return problem(state, "signed-out");
    if (response.status === 400) return renewToken(state);
    if (response.status >= 500) return problem(state, "offline");
    const told = await response.json().catch(() => ({}));
    if (told.version) return compare(state, told);
    return problem(state, "refused", told.words);
  }

  // After a new sign-in in another tab, this page's anti-forgery token is worth nothing any more.
  async function renewToken(state) {
    const answer = await fetch(location.href);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = find('meta[name="csrf-token"]', page)?.content;
    const meta = find('meta[name="csrf-token"]');
    if (!fresh || answer.redirected || fresh === meta.content) return problem(state, "signed-out");
    meta.content = fresh;
    for (const field of list('input[name="csrf_token"]')) field.value = fresh;
    return typed(state.form);
  }

  function problem(state, why, words) {
    state.failed = Boolean(why);
    if (why === "offline" || why === "signed-out") setTimeout(() => state.failed && save(state), RETRY);
    const box = find("[data-problem]", state.form);
    for (const line of list("[data-when]", box)) {
      line.hidden = line.dataset.when !== why;
      if (words && line.dataset.when === why) line.textContent = words;
    }
    box.hidden = !why;
  }

  function say(state, key, words) {
    const line = find("[data-status]", state.form);
    line.textContent = words.at ? line.dataset[key].replace("{at}", words.at).replace("{by}", words.by ?? "") : "";
  }

  // ---- Two texts for one point: both are here, and the person chooses.

  function compare(state, theirs) {
    if (plain(theirs.words) === plain(area(state.form).value)) return take(state, theirs);
    state.versus = theirs;
    const box = find("[data-versus]", state.form);
    const who = find("[data-who]", box);
    who.textContent = who.dataset.words.replace("{by}", theirs.by).replace("{at}", theirs.at);
    find("[data-their-words]", box).textContent = theirs.words;
    box.hidden = false;
    return null;
  }

  function take(state, theirs) {
    state.versus = null;
    state.version = theirs.version;
    state.base = theirs.words;
    find("[data-versus]", state.form).hidden = true;
  }

  // What I added to the text we both began with goes after theirs.
  function both(base, theirs, mine) {
    const added = plain(base) && mine.startsWith(plain(base)) ? mine.slice(plain(base).length) : mine;
    return `${theirs.trimEnd()}\n${added.trim()}`;
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-keep]");
    if (!button) return;
    const state = stateOf(button.closest("form"));
    const { versus, base } = state;
    const field = area(state.form);
    if (button.dataset.keep === "both") field.value = both(base, versus.words, field.value);
    if (button.dataset.keep === "theirs") field.value = versus.words;
    take(state, versus);
    field.focus();
    save(state);
  });

  document.addEventListener("input", (event) => {
    const form = event.target.closest("form[data-words]");
    if (form) typed(form);
  });

  document.addEventListener("submit", (event) => {
    if (!event.target.matches("form[data-words]")) return;
    event.preventDefault();
    save(stateOf(event.target));
  });

  // ---- Others' words come in where nothing is being typed; where something is, the next save shows both.

  function bringIn() {
    for (const said of list("pre[id^=said-]")) {
      const form = document.getElementById(said.id.replace("said-", "words-"));
      if (!form) continue;
      const state = stateOf(form);
      const theirs = { words: said.textContent.replace(/^\n/, ""), version: Number(said.dataset.version), by: said.dataset.by, at: said.dataset.at };
      if (theirs.version <= state.version || state.busy) continue;
      if (state.versus) compare(state, theirs);
      else if (isClean(state)) {
        replace(area(form), theirs.words);
        take(state, theirs);
        say(state, "theirs", theirs);
      } else save(state);
    }
  }

  function replace(field, words) {
    const [start, end, before] = [field.selectionStart, field.selectionEnd, field.value];
    let same = 0;
    while (same < before.length && before[same] === words[same]) same += 1;
    field.value = words;
    const moved = (place) => (place <= same ? place : Math.max(same, place + words.length - before.length));
    if (document.activeElement === field) field.setSelectionRange(moved(start), moved(end));
  }

  // A point that went away, or a meeting that was closed, with words that were not saved: they stay on the page.
  function rescue() {
    for (const [id, state] of states) {
      if (state.form.isConnected) continue;
      states.delete(id);
      if (isClean(state)) continue;
      const notice = find("#rescued-text").content.firstElementChild.cloneNode(true);
      find("pre", notice).textContent = area(state.form).value;
      find("#main").prepend(notice);
    }
  }

  const unsaved = () => [...states.values()].filter((state) => state.form.isConnected && !isClean(state));

  document.addEventListener("visibilitychange", () => {
    if (document.hidden) unsaved().forEach((state) => save(state, { leaving: true }));
    else refresh();
  });
  addEventListener("online", () => unsaved().forEach((state) => save(state)));
  addEventListener("beforeunload", (event) => {
    for (const state of unsaved()) {
      if (state.failed || state.versus) event.preventDefault();
      else save(state, { leaving: true });
    }
  });

  // ---- The page redrawn under one's hands: not while a point is dragged, and the focus stays where it was.

  let dragging = false;
  let missed = false;
  let focused = null;
  let opened = new Map();
  const refresh = () => live && htmx.trigger(live, "meeting:refresh");

  document.addEventListener("htmx:before:request", (event) => {
    if (event.detail.ctx.sourceElement === live && (dragging || document.hidden)) event.preventDefault();
  });

  // When the session is over, the page goes to the sign-in page; not while it holds words that are nowhere else.
  document.addEventListener("htmx:after:request", (event) => {
    const { sourceElement, response } = event.detail.ctx;
    if (sourceElement !== live || response.status !== 401 || !unsaved().length) return;
    event.preventDefault();
    unsaved().forEach((state) => problem(state, "signed-out"));
  });

  document.addEventListener("htmx:before:swap", (event) => {
    const redraws = event.detail.tasks?.some((task) => task.target?.id === "meeting");
    if (redraws && dragging) {
      missed = true;
      event.preventDefault();
    } else if (redraws) {
      opened = new Map(list("#meeting details[id]").map((one) => [one.id, one.open]));
      const { activeElement: element } = document;
      focused = element?.id && element !== document.body ? { element, start: element.selectionStart, end: element.selectionEnd } : null;
    }
  });

  document.addEventListener("htmx:after:swap", () => {
    makeSortable();
    for (const [id, open] of opened) {
      const one = document.getElementById(id);
      if (one && one.open !== open) one.open = open;
    }
    opened = new Map();
    restoreFocus();
    rescue();
    bringIn();
    const first = find("[data-first]");
    first?.removeAttribute("data-first");
    first?.focus();
  });

  function restoreFocus() {
    if (!focused || document.activeElement === focused.element) return;
    const element = document.getElementById(focused.element.id);
    element?.focus({ preventScroll: true });
    if (element && typeof focused.start === "number") element.setSelectionRange(focused.start, focused.end);
    focused = null;
  }

  // A form opened in place closes without being sent, and the focus goes back to what opened it.
  document.addEventListener("click", (event) => {
    const slot = event.target.closest("[data-close-slot]")?.closest(".slot");
    if (!slot) return;
    slot.replaceChildren();
    find(".point-acts a, .point-steps a", slot.closest(".point"))?.focus();
  });

  // ---- The order of the agenda, by drag; the arrows beside each point do the same.

  function makeSortable() {
    const agenda = find("#agenda[data-arrange]");
    if (!agenda || Sortable.get(agenda)) return;
    Sortable.create(agenda, {
      draggable: ".point",
      handle: ".grip",
      animation: calm ? 0 : 120,
      delay: 150,
      delayOnTouchOnly: true,
      forceFallback: true,
      fallbackTolerance: 4,
      fallbackClass: "ghost-copy",
      ghostClass: "ghost",
      onStart: () => { dragging = true; },
      onEnd: ({ item, oldDraggableIndex, newDraggableIndex }) => {
        dragging = false;
        if (oldDraggableIndex !== newDraggableIndex) place(item);
        else if (missed) refresh();
        missed = false;
      },
    });
  }

  function place(item) {
    const points = list("#agenda > .point");
    const says = document.getElementById("meeting-says");
    says.textContent = says.dataset.moved.replace("{place}", points.indexOf(item) + 1).replace("{count}", points.length);
    const values = { after: item.previousElementSibling?.dataset.id ?? "" };
    htmx.ajax("POST", find(".point-steps", item).action, { source: live, swap: "none", values }).catch(refresh);
  }

  list("form[data-words]").forEach(stateOf);
  makeSortable();
}
