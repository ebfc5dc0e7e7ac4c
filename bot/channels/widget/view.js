import { announcer, button, h, icon, ICONS, read } from "./browser.js";
import { ending, makeHelp } from "./card.js";
import { makeComposer } from "./composer.js";
import { makeLog } from "./log.js";
import { spoken } from "./message.js";
import { fill, STRINGS } from "./strings.js";
import { copy, makeMenu, print } from "./tools.js";

/** @import {Alarm, Ask, Choice, MakeView} from "./types.js" */

// As in styles.js: here the dialog covers the page, and so is modal.
const SMALL = matchMedia("(max-width: 40em), (max-height: 30em)");

/** Build all that is seen: launcher, dialog and what is in it. @type {MakeView} */
export const makeView = (settings, clinic, actions, { store, tab }) => {
  const { lang, mode, privacy } = settings;
  const page = mode === "page";
  const t = STRINGS[lang];
  const { regions, say: announce } = announcer();
  /** @type {Alarm | null} */
  let alarm = null;
  /** @type {Choice | null} what ends the alarm */
  let end = null;
  /** @type {HTMLButtonElement | null} */
  let reading = null;
  let [reachable, unread] = [true, false];

  const note = h("div", { class: "note" });
  const tell = (/** @type {string} */ text) => {
    const line = h("p", {}, text);
    note.replaceChildren(line);
    announce(text);
    setTimeout(() => line.remove(), 10000);
  };
  /** @type {Ask} */
  const ask = (text, yes, no) =>
    new Promise((resolve) => {
      const settle = (/** @type {boolean} */ answer) => {
        note.replaceChildren();
        resolve(answer);
      };
      const refuse = button({ click: () => settle(false) }, no);
      const agree = button({ class: "main", click: () => settle(true) }, yes);
      const words = h("p", { id: "ask" }, text);
      note.replaceChildren(h("div", { role: "group", "aria-labelledby": "ask" }, words, h("div", { class: "row" }, agree, refuse)));
      refuse.focus();
    });

  const say = (/** @type {string} */ text, /** @type {string | undefined} */ choice) => {
    actions.say(text, choice);
    // The button is gone, or will be.
    composer.field.focus({ preventScroll: true });
  };

  const silent = () => {
    const words = reading?.querySelector("span");
    if (words) words.textContent = t.read;
    reading = null;
  };
  /** @type {(text: string, language: string, reader?: HTMLButtonElement) => void} */
  const aloud = (text, language, reader) => {
    const again = reader && reader === reading;
    speechSynthesis.cancel();
    silent();
    if (again) return;
    if (!read(text, language, silent)) return tell(t.noVoice);
    reading = reader ?? null;
    const words = reading?.querySelector("span");
    if (words) words.textContent = t.stop;
  };

  const over = async () => {
    // An alarm outlives a new beginning; to begin anew would hide it.
    if (alarm) return tell(t.overNot);
    if (await ask(t.overAsk, t.overYes, t.overNo)) actions.startOver();
    composer.field.focus();
  };

  const help = makeHelp(t, () => {
    say(end?.title ?? t.reached, end?.id);
    actions.reached();
  });
  const log = makeLog(t, lang, { clinic: () => clinic, say, rate: actions.rate, read: aloud, announce });
  const composer = makeComposer(t, lang, tab, { say: actions.say, ask, dictation: settings.dictation });
  const menu = makeMenu(t, {
    wished: (name) => Boolean(store.get(name)),
    wish(name, on) {
      store.set(name, on || null);
      root.classList.toggle("larger", Boolean(store.get("larger")));
      if (name === "aloud" && !on) speechSynthesis.cancel();
      composer.fit();
    },
    print: () => print(actions.entries(), t, lang),
    copy: () => copy(actions.entries(), t, lang).then(() => tell(t.copied), () => tell(t.notCopied)),
    over,
  });

  const name = h("p");
  const launcher = button({ class: "launcher", part: "launcher", click: () => open() });
  const dialog = h(
    page ? "section" : "dialog",
    { class: "panel", part: "dialog", "aria-labelledby": "title" },
    h(
      "header",
      { class: "row", part: "header" },
      h("div", { class: "logo" }),
      h("div", { class: "title" }, h("h2", { id: "title" }, t.name), name),
      menu.button,
      !page && button({ click: () => close() }, icon(ICONS.close), t.close),
    ),
    menu.list,
    help.element,
    log.element,
    note,
    composer.element,
    ...regions,
  );
  const root = h("div", { class: "root", lang }, !page && launcher, dialog);
  root.classList.toggle("larger", Boolean(store.get("larger")));
  root.classList.toggle("left", Boolean(settings.corner?.includes("left")));

  // A phone's keyboard covers the page without making it smaller; the card must stay above it.
  visualViewport?.addEventListener("resize", () => {
    const { height = 0, scale } = visualViewport ?? {};
    root.style.setProperty("--height", scale === 1 ? `${height}px` : "100dvh");
  });

  const isOpen = () => page || dialog.hasAttribute("open");

  // Beside the page where there is room, else over all of it, and then modal.
  const place = () => {
    if (!(dialog instanceof HTMLDialogElement)) return;
    const { activeElement } = /** @type {ShadowRoot} */ (root.getRootNode());
    dialog.close();
    launcher.hidden = true;
    if (SMALL.matches) dialog.showModal();
    else dialog.show();
    dialog.setAttribute("aria-modal", String(SMALL.matches));
    if (activeElement instanceof HTMLElement && dialog.contains(activeElement)) activeElement.focus();
  };
  SMALL.addEventListener("change", () => isOpen() && place());

  const open = () => {
    place();
    unread = false;
    tab.set("open", true);
    actions.opened();
    composer.fit();
    log.end();
    composer.field.focus();
  };

  const close = () => {
    if (!(dialog instanceof HTMLDialogElement)) return;
    dialog.close();
    launcher.hidden = false;
    draw();
    tab.set("open", null);
    launcher.focus();
    actions.closed();
  };

  dialog.addEventListener("keydown", (event) => {
    const { key, isComposing } = /** @type {KeyboardEvent} */ (event);
    if (key !== "Escape" || isComposing) return;
    event.preventDefault();
    if (menu.list.hidden) close();
    else menu.toggle(false);
  });
  // A modal dialog's own way to close, such as a phone's back button.
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    close();
  });

  const draw = () => {
    name.textContent = clinic.name;
    help.show({ alarm, reachable, clinic, end: end?.title ?? t.reached });
    launcher.classList.toggle("alarm", Boolean(alarm));
    launcher.replaceChildren(icon(ICONS.chat), alarm ? t.launcherAlarm : unread ? t.launcherNew : t.launcher);
  };

  log.greet(privacy);
  draw();

  return {
    root,
    isOpen,
    restore() {
      if (page) actions.opened();
      else if (alarm && tab.get("open")) {
        open();
        help.element.querySelector("a")?.focus();
      }
    },
    clinic(told) {
      clinic = told;
      draw();
    },
    message(entry, fresh) {
      const { id, reply } = entry;
      log.show(entry);
      if (!reply) {
        log.offer([]);
        return log.end();
      }
      end = ending(reply, end);
      log.offer(reply.choices.filter(({ title }) => title !== end?.title));
      draw();
      if (!fresh) log.end();
      else {
        announce(spoken(reply), reply.lang, reply.record.kind === "escalation");
        log.reveal(id);
        unread = !isOpen();
        if (unread) draw();
        if (store.get("aloud")) aloud(spoken(reply), reply.lang);
      }
    },
    alarm(now) {
      alarm = now;
      if (!alarm) end = null;
      draw();
    },
    reachable(yes) {
      if (yes !== reachable) {
        reachable = yes;
        announce(yes ? t.online : fill(t.offlineSaid, clinic));
        draw();
      }
      if (!yes) log.hold();
    },
    writing: log.writing,
    refused({ text, tier = "none" }, back) {
      const said = text || fill(t.refused, clinic);
      const urgent = tier !== "none";
      if (back && !composer.field.value) composer.write(back);
      if (log.notice(said, urgent)) announce(said, undefined, urgent);
    },
    cleared() {
      log.clear();
      log.greet(privacy);
      announce(t.cleared);
      if (isOpen()) actions.opened();
    },
  };
};
