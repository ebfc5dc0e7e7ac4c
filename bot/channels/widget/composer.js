import { button, canListen, h, icon, ICONS, listen } from "./browser.js";
import { fill } from "./strings.js";

/** @import {MakeComposer} from "./types.js" */

const LIMIT = 4000;

/** Let the person write; a draft outlives a reload. @type {MakeComposer} */
export const makeComposer = (t, lang, drafts, { say, ask, dictation }) => {
  const hint = h("p", { class: "hint", role: "status" });

  const fit = () => {
    field.rows = 1;
    const lines = Math.floor(field.scrollHeight / (parseFloat(getComputedStyle(field).lineHeight) || 1));
    field.rows = Math.min(4, Math.max(1, lines));
  };
  const changed = () => {
    const { length } = field.value;
    drafts.set("draft", field.value || null);
    hint.textContent = length > LIMIT ? fill(t.tooLong, { count: length.toLocaleString(lang) }) : "";
    fit();
  };
  const write = (/** @type {string} */ text) => {
    field.value = text;
    changed();
  };
  const submit = (/** @type {Event} */ event) => {
    event.preventDefault();
    const text = field.value.trim();
    if (text) say(text);
    write("");
    field.focus();
  };
  const key = (/** @type {KeyboardEvent} */ event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) submit(event);
  };

  let agreed = false;
  /** @type {(() => void) | null} */
  let stop = null;
  const dictate = async () => {
    if (stop) return stop();
    agreed ||= await ask(t.speakAsk, t.speakYes, t.speakNo);
    field.focus();
    if (!agreed) return;
    try {
      const heard = listen(lang);
      stop = heard.stop;
      hint.textContent = t.listening;
      microphone.setAttribute("aria-pressed", "true");
      write(`${field.value} ${await heard.words}`.trim());
    } catch {
      hint.textContent = t.notHeard;
    }
    stop = null;
    microphone.setAttribute("aria-pressed", "false");
  };

  const field = h("textarea", { id: "field", part: "field", rows: "1", autocomplete: "off", input: changed, keydown: key });
  const microphone = button({ "aria-pressed": "false", click: dictate }, icon(ICONS.voice), t.speak);
  const element = h(
    "form",
    { part: "composer", submit },
    h("label", { for: "field" }, t.label),
    h(
      "div",
      { class: "row line" },
      field,
      dictation && canListen && microphone,
      h("button", { class: "main", part: "send" }, icon(ICONS.send), t.send),
    ),
    hint,
  );
  write(drafts.get("draft") ?? "");
  return { element, field, write, fit };
};
