import { makeStore } from "./browser.js";
import { makeConnection } from "./connection.js";
import { makeConversation } from "./conversation.js";
import { styled } from "./styles.js";
import { makeView } from "./view.js";

/** @import {Clinic, Conversation, Settings, View} from "./types.js" */

const SCRIPT = [...document.scripts].find((script) => script.src === import.meta.url);

/** `<aftercare-chat>`: its attributes are in docs/embedding.md. */
class AftercareChat extends HTMLElement {
  /** @type {(() => void) | undefined} */
  #stop;

  connectedCallback() {
    if (this.#stop) return;
    const server = new URL(this.getAttribute("server") ?? "..", this.hasAttribute("server") ? document.baseURI : import.meta.url).href;
    const key = `aftercare ${server} `;
    const store = makeStore("localStorage", key);
    /** @type {Conversation} */
    let conversation;
    const view = makeView(
      this.#settings(),
      this.#clinic(store.get("clinic")),
      {
        say: (text, choice) => conversation.say(text, choice),
        rate: (reply, helpful) => conversation.rate(reply, helpful),
        reached: () => conversation.reached(),
        startOver: () => conversation.startOver(),
        entries: () => conversation.entries.values(),
        opened: () => conversation.listen(),
        closed: () => conversation.rest(),
      },
      { store, tab: makeStore("sessionStorage", key) },
    );
    const connection = makeConnection(server, store, (clinic) => view.clinic(this.#clinic(clinic)));
    conversation = makeConversation(connection, store, view, key);
    const root = this.shadowRoot ?? this.attachShadow({ mode: "open" });
    root.replaceChildren(view.root);
    styled(root);
    this.#watch(view, conversation);
    view.alarm(conversation.alarm());
    conversation.resume();
    view.restore();
  }

  disconnectedCallback() {
    this.#stop?.();
    this.#stop = undefined;
  }

  // Follow the network, and whether anybody looks.
  #watch(/** @type {View} */ view, /** @type {Conversation} */ conversation) {
    const stop = new AbortController();
    const look = () => {
      conversation.rest();
      if (view.isOpen() && document.visibilityState === "visible") conversation.listen();
    };
    addEventListener("offline", conversation.lost, stop);
    addEventListener("online", look, stop);
    document.addEventListener("visibilitychange", look, stop);
    this.#stop = () => {
      stop.abort();
      conversation.close();
    };
  }

  /** @returns {Settings} */
  #settings() {
    const mode = this.getAttribute("mode") === "page" ? "page" : "launcher";
    const asked = mode === "page" && new URLSearchParams(location.search).get("lang");
    const lang = asked || this.getAttribute("lang") || document.documentElement.lang || navigator.language;
    return {
      mode,
      lang: /^es/i.test(lang) ? "es" : "en",
      dictation: this.getAttribute("dictation") === "on",
      privacy: this.getAttribute("privacy"),
      corner: this.getAttribute("corner"),
    };
  }

  // The numbers: the server's where it has told them, else the page's.
  #clinic(/** @type {Clinic | null} */ told) {
    const said = (/** @type {string} */ name) => this.getAttribute(name) ?? "";
    return {
      name: "",
      day_number: said("phone"),
      after_hours_number: said("afterhours"),
      emergency_number: said("emergency") || "911",
      crisis_number: said("crisis") || "988",
      ...told,
      ...(said("clinic") && { name: said("clinic") }),
    };
  }
}

if (!customElements.get("aftercare-chat")) customElements.define("aftercare-chat", AftercareChat);

// The one line puts the chat on the page, unless the page holds one.
if (SCRIPT && !document.querySelector("aftercare-chat")) {
  const chat = document.createElement("aftercare-chat");
  for (const { name, value } of SCRIPT.attributes) {
    if (!["src", "type", "id", "class"].includes(name)) chat.setAttribute(name.replace("data-", ""), value);
  }
  document.body.append(chat);
}
