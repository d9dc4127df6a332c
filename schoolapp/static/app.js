// The little that HTML and htmx do not do by themselves. Every page works without it.
// Words come from data-… attributes of the templates, so that they are translated like the rest.
"use strict";

const one = (selector, root = document) => root.querySelector(selector);
const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const isTyping = (target) => target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);

// ---- Keys: « / » goes to the search box, Escape closes what is open and gives focus back.

document.addEventListener("keydown", (event) => {
  if (event.key === "/" && !isTyping(event.target) && !event.ctrlKey && !event.metaKey && !event.altKey) {
    const search = one("#search-q");
    if (search) {
      event.preventDefault();
      search.focus();
      search.select();
    }
  } else if (event.key === "Escape") {
    closeTop(event);
  } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    walkResults(event);
  }
});

function closeTop(event) {
  const results = one("#search-results");
  if (results?.childElementCount && one("#search").contains(event.target)) {
    event.preventDefault();
    results.replaceChildren();
    one("#search-q").focus();
    return;
  }
  const open = all("details.menu[open], details.confirm[open]").at(-1);
  if (open) {
    open.open = false;
    one("summary", open).focus();
  }
}

// In the search box, the arrows walk through the results, which are plain links.
function walkResults(event) {
  const box = one("#search");
  if (!box?.contains(event.target)) return;
  const stops = [one("#search-q"), ...all("#search-results a")];
  const next = stops[stops.indexOf(event.target) + (event.key === "ArrowDown" ? 1 : -1)];
  if (next) {
    event.preventDefault();
    next.focus();
  }
}

// ---- Clicks: one menu open at a time, closing buttons, dialogs, showing a password.

document.addEventListener("click", (event) => {
  for (const menu of all("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
  const button = event.target.closest("[data-close], [data-open], [data-reveal], [data-copy], [data-print], [data-tick]");
  if (!button) return;
  if ("close" in button.dataset) closeAround(button);
  if (button.dataset.open) document.getElementById(button.dataset.open)?.showModal();
  if (button.dataset.reveal) reveal(button);
  if (button.dataset.copy) copy(button);
  if ("print" in button.dataset) window.print();
  if (button.dataset.tick) for (const box of all("input[type=checkbox]", button.form)) box.checked = button.dataset.tick === "all";
});

// Copies the text of the element named by data-copy, and says so in the role="status" that follows the button.
async function copy(button) {
  const source = document.getElementById(button.dataset.copy);
  getSelection().selectAllChildren(source);
  await navigator.clipboard?.writeText(source.textContent.trim());
  if (navigator.clipboard) button.nextElementSibling.textContent = button.dataset.copied;
}

function closeAround(button) {
  const closing = button.closest("dialog, details, [data-toast]");
  if (closing instanceof HTMLDialogElement) closing.close();
  else if (closing instanceof HTMLDetailsElement) {
    closing.open = false;
    one("summary", closing).focus();
  } else closing?.remove();
}

function reveal(button) {
  const input = document.getElementById(button.dataset.reveal);
  const shown = input.type === "text";
  input.type = shown ? "password" : "text";
  button.setAttribute("aria-pressed", String(!shown));
}

// ---- Forms: a filter sends itself; a long text says how much room is left, near its end.

document.addEventListener("change", (event) => {
  if (event.target.closest("[data-autosubmit]")) event.target.form.requestSubmit();
});

document.addEventListener("input", (event) => {
  if (event.target.matches?.("textarea[data-count][maxlength]")) count(event.target);
});

function count(area) {
  const left = area.maxLength - area.value.length;
  const near = left <= Math.max(50, area.maxLength / 10);
  const note = one(".counter", area.parentElement);
  if (note) note.textContent = near ? `${area.value.length.toLocaleString("fr-CA")} / ${area.maxLength.toLocaleString("fr-CA")}` : "";
}

// ---- htmx: the anti-forgery header, what arrives in the dialog and in the search results, a lost connection.

document.addEventListener("htmx:config:request", (event) => {
  const request = event.detail.ctx.request;
  if (request.method !== "GET") request.headers["X-CSRFToken"] = one('meta[name="csrf-token"]').content;
});

document.addEventListener("htmx:after:swap", () => {
  ready(document);
  const dialog = one("#dialog");
  if (!dialog) return;
  const filled = one("#dialog-body").childElementCount > 0;
  if (filled && !dialog.open) {
    const title = one("h2[id]", dialog);
    if (title) dialog.setAttribute("aria-labelledby", title.id);
    dialog.showModal();
  } else if (!filled && dialog.open) dialog.close();
});

document.addEventListener("close", (event) => {
  if (event.target.id === "dialog") one("#dialog-body").replaceChildren();
}, true);

// Escape does not throw away what one was writing in the dialog; its « Annuler » does.
document.addEventListener("cancel", (event) => {
  if (event.target.id === "dialog" && holdsWriting(event.target)) event.preventDefault();
}, true);

function holdsWriting(dialog) {
  const typed = all("textarea, input:not([type=hidden], [type=checkbox], [type=radio], [type=search])", dialog);
  return one(".summary, .versus", dialog) || typed.some((field) => field.value !== field.defaultValue);
}

let quietUntil = 0;

document.addEventListener("htmx:error", (event) => {
  if (event.detail.ctx?.response || one("#offline") || Date.now() < quietUntil) return;
  quietUntil = Date.now() + 60_000; // a page that polls must not repeat itself
  const toast = one("#offline-toast").content.firstElementChild.cloneNode(true);
  toast.id = "offline";
  one("#toasts").append(toast);
  dress(toast);
});

document.addEventListener("htmx:after:request", () => {
  one("#offline")?.remove();
  quietUntil = 0;
});

// ---- Toasts: at least six seconds, longer for longer words, never while one reads or points at them.

function dress(toast) {
  toast.dataset.toast = "dressed";
  const close = document.createElement("button");
  close.type = "button";
  close.className = "toast-close";
  close.dataset.close = "";
  close.textContent = one("#toasts").dataset.close;
  toast.append(close);
  if (toast.classList.contains("danger")) return;
  let timer;
  const start = () => { timer = setTimeout(() => toast.remove(), (toast.querySelector("form") ? 15000 : 6000) + toast.textContent.length * 40); };
  const pause = () => clearTimeout(timer);
  toast.addEventListener("pointerenter", pause);
  toast.addEventListener("pointerleave", start);
  toast.addEventListener("focusin", pause);
  toast.addEventListener("focusout", start);
  start();
}

// ---- On arrival of a page or of a fragment.

function ready(root) {
  for (const toast of all('[data-toast=""]', root)) dress(toast);
  for (const area of all("textarea[data-count][maxlength]", root)) count(area);
  const summary = one("[data-focus]", root);
  if (summary) {
    summary.removeAttribute("data-focus");
    summary.focus();
  }
  const status = one("#search-status");
  const found = one("#search-results [data-status]");
  if (status && status.textContent !== (found?.textContent ?? "")) status.textContent = found?.textContent ?? "";
}

// A live region announces what is added to it, not what it was born with: add again what came with the page.
const early = all("#toasts > [data-toast]");
ready(document);
setTimeout(() => one("#toasts")?.append(...early.filter((toast) => toast.isConnected)), 200);
