// What the browser gives: elements, what is read out, storage, speech.

/** @import {H, Listen, MakeAnnouncer, MakeButton, MakeIcon, MakeStore, Read} from "./types.js" */

/** @type {H} */
export const h = (tag, attributes = {}, ...children) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name, value);
    else if (value !== false && value != null) element.setAttribute(name, value === true ? "" : value);
  }
  for (const child of children) if (child) element.append(child);
  return element;
};

/** @type {MakeButton} */
export const button = (attributes, ...children) => h("button", { type: "button", ...attributes }, ...children);

const SVG = "http://www.w3.org/2000/svg";

/** Draw an icon beside words. @type {MakeIcon} */
export const icon = (path) => {
  const svg = document.createElementNS(SVG, "svg");
  const line = document.createElementNS(SVG, "path");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  line.setAttribute("d", path);
  svg.append(line);
  return svg;
};

export const ICONS = {
  chat: "M4 4h16v12H9l-5 4z",
  close: "M6 6l12 12M18 6L6 18",
  menu: "M4 7h16M4 12h16M4 17h16",
  voice: "M12 4v9M9 7v5a3 3 0 006 0V7a3 3 0 00-6 0zM6 12a6 6 0 0012 0M12 18v3",
  phone: "M6 3h4l2 5-3 2a12 12 0 005 5l2-3 5 2v4a3 3 0 01-3 3A17 17 0 013 6a3 3 0 013-3z",
  send: "M4 12h15M13 6l6 6-6 6",
  sound: "M4 9v6h4l5 4V5L8 9zM16 9a4 4 0 010 6",
};

/** Make live regions: what is put there is read out once, and seen by nobody. @type {MakeAnnouncer} */
export const announcer = () => {
  const [polite, assertive] = ["polite", "assertive"].map((live) => h("div", { class: "unseen", "aria-live": live }));
  return {
    regions: [polite, assertive],
    say(text, lang, urgent) {
      const line = h("p", { lang }, text);
      (urgent ? assertive : polite).append(line);
      // Left there, a person who reads on by arrow keys would meet everything twice.
      setTimeout(() => line.remove(), 15000);
    },
  };
};

/** Keep small values in the browser's storage; in memory where it is shut or full. @type {MakeStore} */
export const makeStore = (kind, prefix) => {
  /** @type {Map<string, string>} */
  const memory = new Map();
  /** @type {Storage | null} */
  let area = null;
  try {
    // Asking for the storage can throw by itself.
    area = window[kind];
    area.setItem(prefix, "");
    area.removeItem(prefix);
  } catch {
    area = null;
  }
  return {
    shared: area !== null,
    get(key) {
      try {
        return JSON.parse(memory.get(key) ?? area?.getItem(prefix + key) ?? "null");
      } catch {
        return null;
      }
    },
    set(key, value) {
      const text = JSON.stringify(value);
      memory.delete(key);
      try {
        if (value == null) area?.removeItem(prefix + key);
        else if (area) area.setItem(prefix + key, text);
        else memory.set(key, text);
      } catch {
        memory.set(key, text);
      }
    },
  };
};

export const canRead = "speechSynthesis" in window;

/** @type {Read} */
export const read = (text, lang, done) => {
  const voices = speechSynthesis.getVoices();
  // A voice that is not on this device would send the words away.
  const voice = voices.find((each) => each.localService && each.lang.toLowerCase().startsWith(lang));
  // Some phones list no voices and speak all the same.
  if (voices.length && !voice) return false;
  for (const part of text.split("\n").filter((line) => line.trim())) {
    const words = new SpeechSynthesisUtterance(part);
    words.lang = voice?.lang ?? lang;
    words.voice = voice ?? null;
    words.rate = 0.9;
    words.onerror = done;
    words.onend = () => speechSynthesis.pending || done();
    speechSynthesis.speak(words);
  }
  return true;
};

// The checker's library does not know it.
const { SpeechRecognition, webkitSpeechRecognition } = /** @type {any} */ (window);
const Recognition = SpeechRecognition ?? webkitSpeechRecognition;

export const canListen = Boolean(Recognition);

/** Turn speech into words, until the person stops. @type {Listen} */
export const listen = (lang) => {
  const recognition = new Recognition();
  let heard = "";
  recognition.lang = lang === "es" ? "es-US" : "en-US";
  recognition.onresult = (/** @type {any} */ { results }) => {
    heard = [...results].map(([best]) => best.transcript).join(" ");
  };
  const words = new Promise((resolve, reject) => {
    recognition.onerror = reject;
    recognition.onend = () => resolve(heard);
  });
  recognition.start();
  return { words, stop: () => recognition.stop() };
};
