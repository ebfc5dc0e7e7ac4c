import { button, canRead, h, icon, ICONS } from "./browser.js";
import { feedback, mine, prose, spoken, theirs } from "./message.js";
import { fill } from "./strings.js";

/** @import {Entry, MakeLog, Reply} from "./types.js" */

const DOTS_AFTER = 400;
const WORDS_AFTER = 3000;
const SORRY_AFTER = 15000;

/** Show the conversation: each message a list item, each reply after its question. @type {MakeLog} */
export const makeLog = (t, lang, { clinic, say, rate, read, announce }) => {
  /** @type {Map<string, {entry: Entry, me: HTMLElement, bot: HTMLElement | null}>} */
  const rows = new Map();
  /** @type {number[]} */
  let timers = [];
  const hello = h("div", { class: "hello" });
  const list = h("ol");
  const typing = h("div", { class: "typing", part: "typing", hidden: true });
  const next = h("div", { class: "row", part: "choices", role: "group", "aria-label": t.choices });
  const element = h(
    "div",
    { class: "log", part: "log", tabindex: "0", role: "region", "aria-label": t.conversation },
    hello,
    list,
    typing,
    next,
  );

  const numbers = () => {
    const { day_number, after_hours_number, emergency_number, crisis_number } = clinic();
    return [day_number, after_hours_number, emergency_number, crisis_number].filter(Boolean);
  };

  // On low screens the whole panel scrolls, for the log alone would be a slit.
  const scroller = () =>
    getComputedStyle(element).overflowY === "visible" ? /** @type {HTMLElement} */ (element.parentElement) : element;

  // A conversation is read from its end, the greeting from its start.
  const end = () => {
    scroller().scrollTop = rows.size ? scroller().scrollHeight : 0;
  };

  // To the top, below what is pinned there.
  const raise = (/** @type {Element} */ item) => {
    const box = scroller();
    const pinned = parseFloat(getComputedStyle(box).scrollPaddingTop) || 8;
    box.scrollTop += item.getBoundingClientRect().top - box.getBoundingClientRect().top - pinned;
  };
  // What opens below the edge would be opened unseen.
  const opened = (/** @type {Event} */ { target }) => {
    const details = /** @type {HTMLDetailsElement} */ (target);
    if (details.open && details.getBoundingClientRect().bottom > scroller().getBoundingClientRect().bottom) raise(details);
  };
  element.addEventListener("toggle", opened, true);

  // Before the first that is later; what waits stays last.
  const place = (/** @type {HTMLElement} */ item, /** @type {Entry} */ { at, state }) => {
    const later = [...rows.values()].find(
      ({ entry }) => state === "sent" && (entry.state === "waiting" || entry.at > at),
    );
    list.insertBefore(item, later?.me ?? null);
  };

  const answer = (/** @type {Reply} */ reply) => {
    const item = theirs(reply, t, numbers(), lang);
    const tools = h("div", { class: "row tools" });
    if (["answer", "abstain", "clarify"].includes(reply.record.kind)) {
      tools.append(feedback(t, (helpful) => rate(reply.id, helpful)));
    }
    const reader = button(
      { click: () => read(spoken(reply), reply.lang, reader) },
      icon(ICONS.sound),
      h("span", {}, t.read),
    );
    if (canRead) tools.append(reader);
    item.append(tools);
    return item;
  };

  const wait = (/** @type {Node[]} */ ...shown) => {
    element.classList.remove("held");
    typing.replaceChildren(...shown);
    typing.hidden = false;
    end();
  };
  const dots = () => h("span", { class: "dots" }, h("i"), h("i"), h("i"), h("span", { class: "unseen" }, t.writing));
  const sorry = () => {
    // The day number may not be known yet.
    const text = fill(t.late, clinic()).replace(" .", ".");
    wait(...prose(text, numbers()));
    announce(text);
  };

  return {
    element,
    greet(privacy) {
      const lines = t.hello.map((line) => h("p", {}, line));
      if (privacy) lines.push(h("p", {}, h("a", { href: privacy, target: "_blank", rel: "noopener" }, t.privacy)));
      hello.replaceChildren(...lines);
      this.offer(t.starters.map((title) => ({ title })));
    },
    show(entry) {
      const before = rows.get(entry.id);
      const row = { entry, me: mine(entry, t, lang), bot: before?.bot ?? null };
      if (before) before.me.replaceWith(row.me);
      else place(row.me, entry);
      if (entry.reply && !row.bot) row.me.after((row.bot = answer(entry.reply)));
      if (entry.reply) {
        element.classList.remove("held");
        for (const notice of list.querySelectorAll(".notice:not(.alarm)")) notice.remove();
      }
      rows.set(entry.id, row);
    },
    offer(choices) {
      next.hidden = !choices.length;
      next.replaceChildren(...choices.map(({ title, id }) => button({ click: () => say(title, id) }, title)));
    },
    notice(text, urgent) {
      element.classList.add("held");
      const notice = h("li", { class: urgent ? "notice alarm" : "notice" }, ...prose(text, numbers()));
      if (list.lastElementChild?.textContent === notice.textContent) return false;
      list.append(notice);
      end();
      return true;
    },
    writing(yes) {
      timers.forEach(clearTimeout);
      typing.hidden = true;
      timers = yes
        ? [
            setTimeout(() => wait(dots()), DOTS_AFTER),
            setTimeout(() => wait(dots(), h("p", {}, t.still)), WORDS_AFTER),
            setTimeout(sorry, SORRY_AFTER),
          ]
        : [];
    },
    hold() {
      if (element.classList.contains("held")) return;
      element.classList.add("held");
      if (list.querySelector(".waiting")) end();
    },
    clear() {
      rows.clear();
      list.replaceChildren();
      this.writing(false);
    },
    end,
    reveal(id) {
      const me = rows.get(id)?.me;
      if (me) raise(me);
    },
  };
};
