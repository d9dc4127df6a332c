// The board: dragging, moving by keyboard, the « … » menu, and other people's changes. Without this script every card
// has its link to a page that moves it, and every filter is an address.
"use strict";

{
  const live = document.getElementById("board-live");
  const menu = document.getElementById("card-menu");
  const says = document.getElementById("board-says");
  const fresh = document.getElementById("board-fresh");
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;

  const find = (selector, root = document) => root.querySelector(selector);
  const list = (selector, root = document) => [...root.querySelectorAll(selector)];
  const cardOf = (id) => document.getElementById(`card-${id}`);
  const column = (card) => card.closest(".col");
  const cardsIn = (col) => list(".card", col).filter((card) => !card.classList.contains("ghost-copy"));
  const nameOf = (card) => find("h3 bdi", card).textContent;
  const say = (key, words = {}) => {
    says.textContent = (says.dataset[key] ?? "").replace(/\{(\w+)\}/g, (_all, word) => words[word]);
  };

  let dragging = false; // a card is under the pointer
  let held = null; // a card taken with the keyboard: { card, home: [list, next card] }
  let missed = false; // the board changed while a card was in the air
  const busy = () => dragging || held !== null;

  // ---- Sending moves, one after the other: each leaves with the version that the one before it left.

  let queue = Promise.resolve();

  function move(id, etat, apres) {
    queue = queue.then(() => send(`${menu.dataset.base}/${id}/deplacement`, {
      version: cardOf(id)?.dataset.version ?? "", etat, apres: apres ?? "", filtres: location.search,
    }));
  }

  const send = (url, values) => htmx.ajax("POST", url, { source: menu, swap: "none", values }).catch(() => refresh());
  const refresh = () => htmx.trigger(live, "board:refresh");
  const idOf = (card) => card?.id.replace("card-", "");
  const above = (card) => idOf(card.previousElementSibling);

  document.addEventListener("family:moved", (event) => {
    const card = cardOf(event.detail.id);
    if (!card) return;
    card.dataset.version = event.detail.version;
    card.classList.add("moved");
    setTimeout(() => card.classList.remove("moved"), 1600);
  });

  // ---- The board redrawn under one's hands: not while a card is in the air, and the focus stays where it was.

  let focused = null;

  document.addEventListener("htmx:before:request", (event) => {
    if (event.detail.ctx.sourceElement === live && (busy() || document.hidden)) event.preventDefault();
  });

  document.addEventListener("htmx:before:swap", (event) => {
    const redraws = event.detail.tasks.some((task) => task.target?.id === "board");
    if (redraws && busy()) {
      missed = true;
      event.preventDefault();
    } else if (redraws) {
      const card = document.activeElement.closest?.("#board .card");
      const link = document.activeElement.matches(".more") ? ".more" : "h3 a";
      focused = card && { id: card.id, link, col: column(card).id, rank: rankOf(card) };
    }
  });

  document.addEventListener("htmx:after:swap", () => {
    makeSortable();
    if (focused && !document.activeElement.closest("#board")) restoreFocus(focused);
    focused = null;
    if (menu.matches(":popover-open")) cardOf(menu.dataset.card) ? placeMenu() : menu.hidePopover();
  });

  const rankOf = (card) => (card ? cardsIn(column(card)).indexOf(card) : -1);

  function restoreFocus({ id, link, col, rank }) {
    const cards = cardsIn(document.getElementById(col) ?? live);
    const card = document.getElementById(id) ?? cards[Math.min(rank, cards.length - 1)];
    const next = (card && (find(link, card) ?? find("a", card))) ?? document.getElementById("main");
    next.focus({ preventScroll: true });
  }

  // ---- « À jour à 10 h 42 »: true at every answer, even when nothing changed; and it says so when answers stop.

  function stamp(ok) {
    if (ok) {
      const options = { timeZone: fresh.dataset.zone, hour: "numeric", minute: "2-digit", hourCycle: "h23" };
      const parts = new Intl.DateTimeFormat("fr-CA", options).formatToParts(new Date());
      const part = (type) => Number(parts.find((one) => one.type === type).value);
      const minutes = part("minute") ? `\u00a0${String(part("minute")).padStart(2, "0")}` : "";
      document.getElementById("board-moment").textContent = `${part("hour")}\u00a0h${minutes}`;
    }
    fresh.firstElementChild.textContent = ok ? fresh.dataset.fresh : fresh.dataset.stale;
    fresh.classList.toggle("warn", !ok);
  }

  document.addEventListener("htmx:after:request", (event) => {
    const { sourceElement, response } = event.detail.ctx;
    if (sourceElement === live) stamp(response.status < 400);
  });
  document.addEventListener("htmx:error", (event) => {
    if (event.detail.ctx?.sourceElement === live) stamp(false);
  });
  document.addEventListener("visibilitychange", () => { if (!document.hidden) refresh(); });

  // ---- By drag. On a touch screen the card is taken by a longer press, so that a finger scrolls as anywhere else.

  function makeSortable() {
    for (const cards of list("#board .cards")) {
      if (Sortable.get(cards)) continue;
      Sortable.create(cards, {
        group: "board",
        draggable: ".card",
        filter: ".card:not([data-version]), a.more",
        preventOnFilter: false,
        animation: calm ? 0 : 120,
        delay: 250,
        delayOnTouchOnly: true,
        touchStartThreshold: 6,
        forceFallback: true,
        fallbackOnBody: true,
        fallbackTolerance: 6,
        fallbackClass: "ghost-copy",
        ghostClass: "ghost",
        dragClass: "dragging",
        scrollSensitivity: 80,
        onStart: () => { dragging = true; menu.hidePopover(); },
        onChange: (event) => mark(event.to.closest(".col")),
        onEnd: (event) => {
          dragging = false;
          mark(null);
          if (event.from !== event.to || event.oldDraggableIndex !== event.newDraggableIndex) {
            move(idOf(event.item), column(event.item).dataset.state, above(event.item));
          } else catchUp();
        },
      });
    }
  }

  const mark = (over) => list("#board .col").forEach((col) => col.classList.toggle("over", col === over));

  function catchUp() {
    if (missed) refresh();
    missed = false;
  }

  // ---- By keyboard: arrows walk between cards; Space takes one, arrows carry it, Space puts it down, Escape gives up.

  const ARROWS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };

  document.addEventListener("keydown", (event) => {
    const link = event.target.closest?.("#board .card h3 a");
    if (!link || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const card = link.closest(".card");
    const acts = held
      ? { " ": drop, Enter: drop, Escape: giveUp }
      : { " ": () => take(card) };
    const act = ARROWS[event.key] ? () => (held ? carry : walk)(card, ...ARROWS[event.key]) : acts[event.key];
    if (!act) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    act();
  }, true);

  document.addEventListener("focusout", (event) => {
    if (held && !held.moving && held.card.contains(event.target)) giveUp();
  });

  // The same direction for the eye in every writing system: columns go against the arrow in a right-to-left page.
  function neighbour(card, sideways) {
    const cols = list("#board .col").filter((col) => col.offsetParent !== null);
    const forward = getComputedStyle(live).direction === "rtl" ? -sideways : sideways;
    return cols[cols.indexOf(column(card)) + forward];
  }

  function walk(card, sideways, down) {
    let next = cardsIn(column(card))[rankOf(card) + down];
    if (sideways) {
      let col = neighbour(card, sideways);
      while (col && !cardsIn(col).length) col = neighbour(find(".cards", col), sideways);
      const cards = col ? cardsIn(col) : [];
      next = cards[Math.min(rankOf(card), cards.length - 1)];
    }
    if (next) find("h3 a, .more", next)?.focus();
  }

  function take(card) {
    if (!card.dataset.version) return say("fixed", { name: nameOf(card) });
    held = { card, from: column(card), home: [card.parentElement, card.nextElementSibling] };
    card.classList.add("held");
    tell("taken");
  }

  function tell(key) {
    const cards = cardsIn(column(held.card));
    const title = find("h2", column(held.card)).firstChild.textContent.trim();
    say(key, { name: nameOf(held.card), column: title, place: cards.indexOf(held.card) + 1, count: cards.length });
  }

  function put(card, parent, before) {
    held.moving = true;
    parent.insertBefore(card, before);
    find("h3 a", card).focus();
    held.moving = false;
  }

  function carry(card, sideways, down) {
    const cards = cardsIn(column(card));
    const place = rankOf(card);
    if (down && cards[place + down]) {
      put(card, card.parentElement, down < 0 ? cards[place - 1] : cards[place + 1].nextElementSibling);
    } else if (sideways && neighbour(card, sideways)) {
      const target = neighbour(card, sideways);
      put(card, find(".cards", target), cardsIn(target)[place] ?? null);
    }
    tell("carried");
  }

  function drop() {
    const { card, home } = held;
    const stayed = card.parentElement === home[0] && card.nextElementSibling === home[1];
    tell("dropped");
    card.classList.remove("held");
    held = null;
    if (stayed) catchUp();
    else move(idOf(card), column(card).dataset.state, above(card));
  }

  function giveUp() {
    const { card, home } = held;
    if (card.isConnected) put(card, home[0], home[1]?.isConnected ? home[1] : null);
    card.classList.remove("held");
    say("cancelled", { name: nameOf(card) });
    held = null;
    catchUp();
  }

  // ---- The « … » menu: one for the page, opened beside the card.

  function openMenu(opener) {
    const card = opener.closest(".card");
    const id = idOf(card);
    const state = column(card).dataset.state;
    const cards = cardsIn(column(card));
    menu.dataset.card = id;
    find("[data-name]", menu).textContent = nameOf(card);
    for (const button of list("[name=etat]", menu)) button.hidden = button.value === state;
    find("[data-step=first]", menu).hidden = find("[data-step=up]", menu).hidden = cards[0] === card;
    find("[data-step=down]", menu).hidden = cards.at(-1) === card;
    for (const link of list("a[data-path]", menu)) {
      link.href = `${menu.dataset.base}/${id}/${link.dataset.path}?filtres=${encodeURIComponent(location.search)}`;
    }
    menu.showPopover();
    placeMenu();
    find("button:not([hidden])", menu).focus();
  }

  const opener = () => find(`#card-${menu.dataset.card} .more`);

  function placeMenu() {
    const box = opener()?.getBoundingClientRect();
    if (!box) return;
    const below = box.bottom + 4 + menu.offsetHeight <= innerHeight;
    const top = below ? box.bottom + 4 : Math.max(8, box.top - 4 - menu.offsetHeight);
    menu.style.top = `${top}px`;
    menu.style.left = `${Math.min(Math.max(8, box.right - menu.offsetWidth), innerWidth - menu.offsetWidth - 8)}px`;
  }

  function step(kind) {
    const card = cardOf(menu.dataset.card);
    const cards = cardsIn(column(card));
    const place = cards.indexOf(card);
    const under = { first: undefined, up: cards[place - 2], down: cards[place + 1] }[kind];
    move(idOf(card), column(card).dataset.state, idOf(under));
  }

  document.addEventListener("click", (event) => {
    const more = event.target.closest("#board a.more");
    if (more && menu.showPopover && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      openMenu(more);
    }
  });

  menu.addEventListener("click", (event) => {
    const button = event.target.closest("[data-step]");
    const link = event.target.closest("[data-dialog]");
    if (!button && !link) return;
    event.preventDefault();
    menu.hidePopover();
    if (button) step(button.dataset.step);
    else htmx.ajax("GET", link.href, { source: menu, target: "#dialog-body" });
  });

  menu.addEventListener("toggle", (event) => {
    if (event.newState === "closed" && (document.activeElement === document.body || menu.contains(document.activeElement))) opener()?.focus();
  });

  menu.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    event.preventDefault();
    const stops = list("button, a", menu).filter((stop) => !stop.hidden);
    const next = stops.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1);
    stops.at(next % stops.length).focus();
  });

  // Moves that leave from a form: the menu's own, and the undo of a toast. Both also work as plain forms.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.matches("[data-move]")) {
      event.preventDefault();
      menu.hidePopover();
      move(menu.dataset.card, event.submitter.value);
    } else if (form.matches('#toasts form[action$="/deplacement"]')) {
      event.preventDefault();
      const values = Object.fromEntries(new FormData(form));
      queue = queue.then(() => send(form.action, { ...values, filtres: location.search }));
      form.closest("[data-toast]").remove();
    }
  });

  addEventListener("scroll", () => menu.matches(":popover-open") && placeMenu(), { passive: true, capture: true });
  makeSortable();
}
