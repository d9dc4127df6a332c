/* The parents' pages: reading aloud by the browser's own voice, and printing. Everything else works without it. */

(() => {
  "use strict";

  const page = document.documentElement;
  const listen = document.querySelector("[data-listen]");
  const speech = window.speechSynthesis;

  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }

  if (!listen || !speech) return;

  const language = page.lang.slice(0, 2).toLowerCase();
  const voice = () => {
    const own = speech.getVoices().filter((one) => one.lang.slice(0, 2).toLowerCase() === language);
    const wanted = page.lang.replace("_", "-").toLowerCase();
    return own.find((one) => one.lang.replace("_", "-").toLowerCase() === wanted) || own[0];
  };
  const offer = () => { listen.hidden = !voice(); };
  const stopped = () => listen.setAttribute("aria-pressed", "false");

  /* Long texts are cut off by some browsers: one sentence, or one line, at a time. */
  const lines = () => [document.querySelector("h1"), document.querySelector("main")]
    .flatMap((part) => part.innerText.match(/[^\n.!?。！？؟]+[.!?。！？؟]*/gu) || [])
    .map((line) => line.trim())
    .filter(Boolean);

  listen.addEventListener("click", () => {
    const speaking = listen.getAttribute("aria-pressed") === "true";
    speech.cancel();
    if (speaking) { stopped(); return; }
    listen.setAttribute("aria-pressed", "true");
    const chosen = voice();
    const all = lines();
    all.forEach((line, index) => {
      const said = new SpeechSynthesisUtterance(line);
      said.voice = chosen;
      said.lang = chosen.lang;
      if (index === all.length - 1) said.addEventListener("end", stopped);
      speech.speak(said);
    });
  });

  offer();
  if (speech.addEventListener) speech.addEventListener("voiceschanged", offer);
  window.addEventListener("pagehide", () => speech.cancel());
})();
