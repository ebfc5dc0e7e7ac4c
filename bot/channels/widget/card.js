import { button, h, icon, ICONS } from "./browser.js";
import { dial } from "./message.js";
import { fill } from "./strings.js";

/** @import {Call, Clinic, Ending, HelpState, MakeHelp, Strings} from "./types.js" */

/** Find how the alarm ends: in the words that the server offered for it. @type {Ending} */
export const ending = ({ alarm, record, choices }, before) => {
  if (!alarm) return null;
  if (record.kind === "escalation") return choices[0] ?? null;
  return choices.find((choice) => choice.title === before?.title) ?? before;
};

/** @type {(calls: Call[]) => HTMLElement} */
const calls = (calls) => {
  const one = (/** @type {Call} */ { kind, number, label }) =>
    h("a", { class: "call", href: dial(kind, number) }, icon(kind === "sms" ? ICONS.chat : ICONS.phone), label);
  return h("div", { class: "row calls" }, ...calls.map(one));
};

// The numbers that can be called without any network.
/** @type {(clinic: Clinic, t: Strings) => Call[]} */
const known = (clinic, t) =>
  [
    [clinic.emergency_number, t.callEmergency],
    [clinic.day_number, t.team],
    [clinic.after_hours_number, t.callNight],
    [clinic.crisis_number, t.callCrisis],
  ]
    .filter(([number]) => number)
    .map(([number, text]) => ({ kind: "tel", number, label: fill(text, { number }) }));

/** Hold the phone numbers above the conversation: two links on a calm day, a card on a bad one. @type {MakeHelp} */
export const makeHelp = (t, reached) => {
  const element = h("div", { class: "help" });
  let shown = "";

  /** @type {(look: string, title: string, ...children: (Node | false)[]) => HTMLElement} */
  const card = (look, title, ...children) =>
    h("section", { class: `card ${look}`, part: "card", "aria-label": title }, h("h3", {}, title), ...children);

  /** @type {(state: HelpState) => HTMLElement} */
  const draw = ({ alarm, reachable, clinic, end }) => {
    const away = !reachable && h("p", {}, t.offlineText);
    if (alarm) {
      return card(alarm.tier, t.alarm[alarm.tier], away, calls(alarm.call), button({ class: "reached", click: reached }, end));
    }
    if (away) return card("offline", t.offline, away, calls(known(clinic, t)));
    const links = [[clinic.emergency_number, t.emergency], [clinic.day_number, t.team]].map(
      ([number, text]) => number && h("a", { href: dial("tel", number) }, fill(text, { number })),
    );
    return h("nav", { class: "row strip", "aria-label": t.help }, ...links);
  };

  return {
    element,
    show(state) {
      // Drawn anew without need it would lose the focus that someone holds on a number.
      const now = JSON.stringify(state);
      if (now === shown) return;
      shown = now;
      const held = element.matches(":focus-within");
      element.classList.toggle("pinned", Boolean(state.alarm));
      element.replaceChildren(draw(state));
      if (held) element.querySelector("a")?.focus();
    },
  };
};
