import { button, h } from "./browser.js";
import { fill } from "./strings.js";

/** @import {Clock, Dial, Feedback, Linked, Mine, Prose, Reply, Side, Spoken, Strings, Theirs} from "./types.js" */

const BULLET = /^\s*(?:[-•*]|\d+[.)])\s+/;

/** @type {Dial} */
export const dial = (kind, number) => `${kind === "sms" ? kind : "tel"}:${number.replace(/[^\d+*#]/g, "")}`;

/** Make links of the clinic's phone numbers in a line. @type {Linked} */
const linked = (line, numbers) => {
  const known = numbers.map((number) => (/^\w/.test(number) ? "\\b" : "") + number.replace(/[^\w\s-]/g, "\\$&"));
  // At odd places stands what the bracket caught.
  const parts = known.length ? line.split(new RegExp(`(${known.join("|")})(?![\\w-])`)) : [line];
  return parts.map((part, place) => (place % 2 ? h("a", { href: dial("tel", part) }, part) : part));
};

/** Show plain text as paragraphs and lists. @type {Prose} */
export const prose = (text = "", numbers) => {
  /** @type {HTMLElement[]} */
  const made = [];
  for (const line of text.split("\n")) {
    const bullet = BULLET.exec(line)?.[0];
    const words = linked(line.slice(bullet?.length), numbers);
    const kind = bullet && (/\d/.test(bullet) ? "ol" : "ul");
    const last = made[made.length - 1];
    if (kind && last?.localName === kind) last.append(h("li", {}, ...words));
    else if (kind) made.push(h(kind, {}, h("li", {}, ...words)));
    else if (line.trim()) made.push(h("p", {}, ...words));
  }
  return made;
};

/** Say when: the time of day, with the date if it was not today. @type {Clock} */
export const clock = (at, lang) => {
  const date = new Date(at);
  const day = date.toDateString() !== new Date().toDateString();
  return date.toLocaleString(lang, { ...(day && { month: "short", day: "numeric" }), hour: "numeric", minute: "2-digit" });
};

// A page may also be dated by a month or a year alone.
const longDate = (/** @type {string} */ dated, /** @type {string} */ lang) =>
  /^\d{4}-\d\d-\d\d$/.test(dated) ? new Date(`${dated}T12:00`).toLocaleDateString(lang, { dateStyle: "long" }) : dated;

/** @type {(who: string, at: string, lang: "en" | "es") => HTMLElement} */
const head = (who, at, lang) =>
  h("p", { class: "head" }, h("strong", {}, who), " ", h("time", { datetime: at }, clock(at, lang)));

/** Show what the person wrote. @type {Mine} */
export const mine = ({ at, text, state }, t, lang) =>
  h(
    "li",
    { class: `me ${state}`, part: "message" },
    head(t.you, at, lang),
    h("p", { class: "bubble" }, text),
    state !== "sent" && h("p", { class: "state" }, t[state]),
  );

/** Show a reply: its words, or the sides where the pages differ; then the sources. @type {Theirs} */
export const theirs = (reply, t, numbers, lang) => {
  const { sides, record, text } = reply;
  const urgent = record.kind === "escalation";
  const body = sides.length
    ? [
        ...prose(reply.opening, numbers),
        h("div", { class: "sides" }, ...sides.map((side) => one(side, numbers))),
        ...prose(reply.closing, numbers),
      ]
    : prose(urgent ? steps(text) : text, numbers);
  return h(
    "li",
    { class: urgent ? `bot alarm ${record.tier}` : "bot", part: "reply" },
    head(t.name, reply.at, lang),
    h("div", { class: "bubble", lang: reply.lang }, ...body, reply.sources.length > 0 && sources(reply, t, lang)),
  );
};

/** @type {(side: Side, numbers: string[]) => HTMLElement} */
const one = ({ source, text }, numbers) =>
  h("section", { class: "side", part: "side", "aria-label": source }, h("h3", {}, source), ...prose(text, numbers));

// Of an escalation each line after the first is a step.
const steps = (/** @type {string} */ text) => {
  const [advice, ...rest] = text.split("\n\n");
  return [advice.replace(/\n/g, "\n- "), ...rest].join("\n\n");
};

/** @type {(reply: Reply, t: Strings, lang: string) => HTMLElement} */
const sources = ({ sources }, t, lang) => {
  const items = sources.map(({ publisher, title, heading, dated, local }) => {
    const date = dated && fill(t.dated, { date: longDate(dated, lang) });
    const lines = [local && t.local, title, heading && fill(t.heading, { heading }), date];
    return h("li", {}, h("strong", {}, publisher), ...lines.map((line) => line && h("p", {}, line)));
  });
  const summary = h("summary", { lang }, fill(t.sources, { count: `${items.length}` }));
  return h("details", {}, summary, h("ul", { class: "sources" }, ...items));
};

/** Say a reply as one text, for reading aloud and for screen readers. @type {Spoken} */
export const spoken = ({ text, sides, opening, closing }) =>
  sides.length
    ? [opening, ...sides.map((side) => `${side.source}: ${side.text}`), closing].filter(Boolean).join("\n")
    : text;

/** Ask whether it was helpful; one tap answers. @type {Feedback} */
export const feedback = (t, rate) => {
  const said = h("p", { tabindex: "-1" });
  const answer = async (/** @type {boolean} */ helpful) => {
    try {
      await rate(helpful);
      said.textContent = t.thanks;
      group.replaceChildren(said);
    } catch {
      said.textContent = t.notThrough;
    }
    // The button that held the focus may be gone; focused, the words are also read.
    said.focus({ preventScroll: true });
  };
  const group = h(
    "div",
    { class: "row", role: "group", "aria-label": t.helpful },
    h("span", {}, t.helpful),
    button({ click: () => answer(true) }, t.yes),
    button({ click: () => answer(false) }, t.no),
    said,
  );
  return group;
};
