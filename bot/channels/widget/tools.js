import { button, canRead, h, icon, ICONS } from "./browser.js";
import { clock, spoken } from "./message.js";
import { fill } from "./strings.js";

/** @import {Copy, Lines, MakeMenu, Print, Wish} from "./types.js" */

/** Put the tools behind one button. @type {MakeMenu} */
export const makeMenu = (t, { wished, wish, print, copy, over }) => {
  const toggle = (/** @type {boolean} */ open) => {
    list.hidden = !open;
    opener.setAttribute("aria-expanded", String(open));
    (open ? list.querySelector("button") : opener)?.focus();
  };
  /** @type {(name: Wish, text: string) => HTMLElement} */
  const lasting = (name, text) => {
    const item = button({ "aria-pressed": String(wished(name)), click: () => turn() }, text);
    const turn = () => {
      wish(name, !wished(name));
      item.setAttribute("aria-pressed", String(wished(name)));
    };
    return item;
  };
  /** @type {(text: string, act: () => void) => HTMLElement} */
  const once = (text, act) => {
    const click = () => {
      toggle(false);
      act();
    };
    return button({ click }, text);
  };
  const list = h(
    "div",
    { class: "menu row", id: "menu", part: "menu", hidden: true },
    lasting("larger", t.larger),
    canRead && lasting("aloud", t.aloud),
    once(t.print, print),
    once(t.copy, copy),
    once(t.over, over),
  );
  const opener = button(
    { "aria-expanded": "false", "aria-controls": "menu", click: () => toggle(list.hidden) },
    icon(ICONS.menu),
    t.menu,
  );
  return { button: opener, list, toggle };
};

/** @type {Lines} */
const lines = (entries, t, lang) =>
  [...entries].flatMap(({ at, text, reply }) => {
    const asked = { who: t.you, at: clock(at, lang), text };
    if (!reply) return [asked];
    const from = reply.sources.map(({ publisher, title, heading }) => `${publisher}: ${title}, ${heading}`);
    if (from.length) from.unshift(fill(t.sources, { count: `${from.length}` }));
    return [asked, { who: t.name, at: clock(reply.at, lang), text: [spoken(reply), ...from].join("\n") }];
  });

/** @type {Copy} */
export const copy = async (entries, t, lang) => {
  const talk = lines(entries, t, lang).map(({ who, at, text }) => `${who}, ${at}\n${text}`);
  await navigator.clipboard.writeText([t.printed, ...talk].join("\n\n"));
};

const PAPER = `
.aftercare-paper { display: none; }
@media print {
  body > * { display: none !important; }
  body > .aftercare-paper { display: block !important; font: 14pt/1.4 sans-serif; color: #000; }
}`;

/** Print the conversation alone: on paper, the page around it is hidden. @type {Print} */
export const print = (entries, t, lang) => {
  const talk = lines(entries, t, lang).map(({ who, at, text }) =>
    h("section", {}, h("h2", {}, `${who}, ${at}`), ...text.split("\n").map((line) => h("p", {}, line))),
  );
  const paper = h("div", { class: "aftercare-paper", lang }, h("h1", {}, t.printed), ...talk);
  const sheet = new CSSStyleSheet();
  const { adoptedStyleSheets } = document;
  sheet.replaceSync(PAPER);
  document.adoptedStyleSheets = [...adoptedStyleSheets, sheet];
  document.body.append(paper);
  const tidy = () => {
    paper.remove();
    document.adoptedStyleSheets = adoptedStyleSheets;
  };
  addEventListener("afterprint", tidy, { once: true });
  window.print();
};
